using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Credentials;

/// <summary>Row A8: the application's delegate misbehaves.</summary>
public sealed class SecretProviderTests
{
    [Fact]
    public async Task A8_a_secret_provider_that_throws_is_asked_again()
    {
        var calls = 0;
        await using var rig = await StartAsync(
            _ =>
                ++calls < 3 ? throw new IOException("being replaced")
                : ValueTask.FromResult("secret-1"), o => o.TimeProvider = TimeProvider.System);

        Assert.Equal("Bearer token-1", await rig.GetAsync());
        Assert.Equal((3, 1), (calls, rig.Tokens.RequestCount));
    }

    [Fact]
    public async Task A8_a_secret_provider_that_always_throws_is_a_typed_failure()
    {
        await using var rig = await StartAsync(
            _ => throw new IOException("gone"), o => (o.TimeProvider, o.Retry.MaxRetryAttempts) = (TimeProvider.System, 1));

        var failure = await rig.FailAsync();

        Assert.Equal((StatusCode.Unavailable, true, 0), (failure.StatusCode, failure.IsTransient, rig.Tokens.RequestCount));
        Assert.Contains("provider of the client secret threw IOException", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("secret-1\n")]
    public async Task A8_a_secret_provider_that_returns_nothing_of_use_is_a_final_failure(string? secret)
    {
        await using var rig = await StartAsync(_ => ValueTask.FromResult(secret!));

        var failure = await rig.FailAsync();

        Assert.Equal((StatusCode.Unauthenticated, false, 0), (failure.StatusCode, failure.IsTransient, rig.Tokens.RequestCount));
        Assert.DoesNotContain("secret-1", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A8_a_secret_provider_that_hangs_is_given_up()
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var rig = await StartAsync(
            _ =>
            {
                called.TrySetResult();
                return new ValueTask<string>(new TaskCompletionSource<string>().Task);
            },
            o => o.Retry.MaxRetryAttempts = 0);

        var waiting = rig.FailAsync();
        await called.Task.Guarded();
        rig.Time.Advance(TimeSpan.FromSeconds(10));

        var failure = await waiting;
        Assert.Equal((StatusCode.DeadlineExceeded, true), (failure.StatusCode, failure.IsTransient));
        Assert.Contains("provider of the client secret", failure.Message, StringComparison.Ordinal);
    }

    private static Task<TokenRig> StartAsync(
        Func<CancellationToken, ValueTask<string>> provider, Action<ClientCredentialsOptions>? configure = null) =>
        TokenRig.StartAsync(configure: o =>
        {
            o.ClientSecret = null;
            o.ClientSecretProvider = provider;
            o.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(o);
        });
}
