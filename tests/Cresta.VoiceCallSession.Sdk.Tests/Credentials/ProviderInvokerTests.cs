using Cresta.VoiceCallSession.Sdk.Credentials;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.Tests.Credentials;

public sealed class ProviderInvokerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A8_what_a_provider_throws_is_a_failure_that_may_pass_with_it_inside()
    {
        var thrown = new InvalidDataException("vault sealed");
        var failure = await FailureOfAsync(Of(_ => throw thrown).GetAuthorizationAsync(default));
        Assert.Equal((StatusCode.Unavailable, true, thrown), (failure.StatusCode, failure.IsTransient, failure.InnerException));
    }

    [Fact]
    public async Task A8_a_failure_that_a_provider_has_typed_itself_is_left_as_it_is()
    {
        var thrown = new VoiceCallSessionException(StatusCode.PermissionDenied, "not you");
        Assert.Same(thrown, await FailureOfAsync(Of(_ => throw thrown).GetAuthorizationAsync(default)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A8_a_provider_that_hangs_is_given_up_after_its_time_even_where_it_blocks(bool blocks)
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var never = new ManualResetEventSlim();
        var waiting = Of(_ =>
        {
            called.SetResult();
            if (blocks)
            {
                never.Wait(CancellationToken.None);
            }

            return new ValueTask<CrestaAccessToken>(new TaskCompletionSource<CrestaAccessToken>().Task);
        }).GetAuthorizationAsync(default);
        await called.Task.WaitAsync(Watchdog);

        _time.Advance(Limit - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        var failure = await FailureOfAsync(waiting);
        never.Set();
        Assert.Equal((StatusCode.DeadlineExceeded, true), (failure.StatusCode, failure.IsTransient));
        Assert.Contains("30 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A8_a_callers_cancellation_is_the_callers_even_where_the_provider_ignores_it()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = Of(async _ =>
        {
            await cancellation.CancelAsync();
            return await new TaskCompletionSource<CrestaAccessToken>().Task;
        }).GetAuthorizationAsync(cancellation.Token);

        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(() => waiting.AsTask().WaitAsync(Watchdog));
        Assert.Equal(cancellation.Token, thrown.CancellationToken);
    }

    [Fact]
    public async Task A8_a_cancellation_of_the_providers_own_is_its_failure_not_the_callers()
    {
        var failure = await FailureOfAsync(Of(_ => throw new TaskCanceledException("its own time-out")).GetAuthorizationAsync(default));
        Assert.Equal((StatusCode.Unavailable, true), (failure.StatusCode, failure.IsTransient));
    }

    private static Task<VoiceCallSessionException> FailureOfAsync(ValueTask<string?> waiting) =>
        Assert.ThrowsAsync<VoiceCallSessionException>(() => waiting.AsTask().WaitAsync(Watchdog));

    private AccessTokenCredential Of(Func<CancellationToken, ValueTask<CrestaAccessToken>> provider) => new(provider, Limit, _time);
}
