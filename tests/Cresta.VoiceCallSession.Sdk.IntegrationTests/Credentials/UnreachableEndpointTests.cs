using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Credentials;

/// <summary>Row A1: the token endpoint is down, slow or busy.</summary>
public sealed class UnreachableEndpointTests
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A1_an_endpoint_that_is_down_at_the_start_is_tried_until_it_is_up()
    {
        await using var rig = await TokenRig.StartAsync();
        await rig.Tokens.StopAsync().Guarded();

        var waiting = rig.GetAsync();
        for (var retry = 0; retry < 3; retry++)
        {
            rig.Time.Advance(await rig.Time.WaitForTimerAsync(IsRetry).Guarded());
        }

        await rig.Time.WaitForTimerAsync(IsRetry).Guarded();
        Assert.False(waiting.IsCompleted);
        await rig.Tokens.RestartAsync().Guarded();
        rig.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("Bearer token-1", await waiting);
        Assert.Null(rig.Credential.LastFailure);
    }

    [Fact]
    public async Task A1_an_endpoint_that_stays_down_is_a_failure_that_may_pass_once_the_retries_are_used_up()
    {
        await using var rig = await TokenRig.StartAsync(configure: o =>
            (o.TimeProvider, o.Retry.MaxRetryAttempts, o.Retry.BaseDelay) = (TimeProvider.System, 2, TimeSpan.FromMilliseconds(1)));
        await rig.Tokens.StopAsync().Guarded();

        var failure = await rig.FailAsync();

        Assert.Equal((StatusCode.Unavailable, true, 3), (failure.StatusCode, failure.IsTransient, failure.Attempts));
        Assert.Equal(rig.Tokens.Endpoint, failure.Endpoint);
        Assert.Contains("token endpoint's host and port", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A1_a_status_that_may_pass_is_retried(int status)
    {
        await using var rig = await TokenRig.StartAsync(
            configure: o => (o.TimeProvider, o.Retry.BaseDelay) = (TimeProvider.System, TimeSpan.FromMilliseconds(1)));
        rig.Tokens.ScriptNext(TokenScript.Failing(status), times: 3);
        rig.Tokens.ScriptNext(TokenScript.Aborting());

        Assert.Equal("Bearer token-1", await rig.GetAsync());

        Assert.Equal(5, rig.Tokens.RequestCount);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    public async Task A_status_that_will_not_pass_is_not_retried(int status)
    {
        await using var rig = await TokenRig.StartAsync(TokenScript.Failing(status));

        var failure = await rig.FailAsync();

        Assert.Equal((StatusCode.FailedPrecondition, false, 1), (failure.StatusCode, failure.IsTransient, rig.Tokens.RequestCount));
        Assert.Contains($"HTTP {status}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_whatever_the_handler_is_told()
    {
        await using var elsewhere = await FakeTokenEndpoint.StartAsync().Guarded();
        await using var rig = await TokenRig.StartAsync(
            TokenScript.RedirectingTo(elsewhere.Endpoint), o => o.ConfigureHandler = handler => handler.AllowAutoRedirect = true);

        var failure = await rig.FailAsync();

        Assert.Equal((StatusCode.FailedPrecondition, 0), (failure.StatusCode, elsewhere.RequestCount));
        Assert.Contains("redirect", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_without_the_tls_that_its_address_says_is_not_tried_again()
    {
        await using var rig = await TokenRig.StartAsync(
            configure: o => o.AuthEndpoint = new UriBuilder(o.AuthEndpoint!) { Scheme = "https" }.Uri);

        var failure = await rig.FailAsync();

        Assert.Equal((StatusCode.Unavailable, false, 1), (failure.StatusCode, failure.IsTransient, failure.Attempts));
    }

    [Fact]
    public async Task A1_the_wait_that_a_busy_endpoint_asks_for_is_kept()
    {
        await using var rig = await TokenRig.StartAsync();
        rig.Tokens.ScriptNext(TokenScript.Failing(429).WithRetryAfter(7));

        var waiting = rig.GetAsync();
        await rig.Time.WaitForTimerAsync(due => due == TimeSpan.FromSeconds(7)).Guarded();
        rig.Time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal("Bearer token-1", await waiting);
        Assert.Equal(TimeSpan.FromSeconds(7), rig.Tokens.Requests[1].ReceivedAt - rig.Tokens.Requests[0].ReceivedAt);
    }

    [Fact]
    public async Task A1_a_wait_longer_than_there_is_time_fails_at_once_and_is_kept_all_the_same()
    {
        await using var rig = await TokenRig.StartAsync();
        rig.Tokens.ScriptNext(TokenScript.Failing(503).WithRetryAfter(60));

        Assert.Equal(TimeSpan.FromSeconds(60), (await rig.FailAsync()).RetryAfter);
        rig.Time.Advance(TimeSpan.FromSeconds(59));
        var failure = await rig.FailAsync();
        Assert.Equal((StatusCode.Unavailable, true, (TimeSpan?)TimeSpan.FromSeconds(1)),
            (failure.StatusCode, failure.IsTransient, failure.RetryAfter));
        Assert.Equal(1, rig.Tokens.RequestCount);

        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Bearer token-1", await rig.GetAsync());
    }

    [Fact]
    public async Task A1_an_endpoint_that_never_answers_costs_an_attempt_its_time()
    {
        await using var rig = await TokenRig.StartAsync();
        rig.Tokens.ScriptNext(TokenScript.Granting().AfterDelay(Timeout.InfiniteTimeSpan));

        var waiting = rig.GetAsync();
        await rig.Tokens.WaitForRequestsAsync(1).Guarded();
        rig.Time.Advance(AttemptTimeout);
        rig.Time.Advance(await rig.Time.WaitForTimerAsync(IsRetry).Guarded());

        Assert.Equal("Bearer token-1", await waiting);
        Assert.Equal(2, rig.Tokens.RequestCount);
    }

    [Fact]
    public async Task A1_all_attempts_together_have_a_limit_and_its_failure_says_what_the_last_one_met()
    {
        await using var rig = await TokenRig.StartAsync(
            TokenScript.Failing(503), o => o.Retry.BaseDelay = o.Retry.MaxDelay = TimeSpan.FromHours(1));

        var waiting = rig.FailAsync();
        await rig.Time.WaitForTimerAsync(due => due > TimeSpan.FromSeconds(31)).Guarded();
        rig.Time.Advance(TimeSpan.FromSeconds(30));

        var failure = await waiting;
        Assert.Equal((StatusCode.DeadlineExceeded, true), (failure.StatusCode, failure.IsTransient));
        Assert.Contains("no token within 30 s", failure.Message, StringComparison.Ordinal);
        Assert.Contains("HTTP 503", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A1_a_caller_that_gives_up_stops_waiting_and_the_token_is_there_for_the_next()
    {
        var release = new TaskCompletionSource();
        await using var rig = await TokenRig.StartAsync(TokenScript.Granting().WhenReleasedBy(release.Task));
        using var deadline = new CancellationTokenSource();

        var shortTimeout = rig.GetAsync(deadline.Token);
        await rig.Tokens.WaitForRequestsAsync(1).Guarded();
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shortTimeout);
        release.SetResult();

        Assert.Equal("Bearer token-1", await rig.GetAsync());
        Assert.Equal(1, rig.Tokens.RequestCount);
    }

    // Shorter than every limit: what is left are the waits between attempts.
    private static bool IsRetry(TimeSpan due) => due > TimeSpan.Zero && due <= TimeSpan.FromSeconds(5);
}
