using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Credentials;

/// <summary>Row A4, and renewal ahead of need.</summary>
public sealed class RenewalTests
{
    [Fact]
    public async Task A_token_is_renewed_in_the_background_while_it_still_serves()
    {
        await using var rig = await TokenRig.StartAsync();
        await rig.GetAsync();
        var release = new TaskCompletionSource();
        rig.Tokens.Script = TokenScript.Granting().WhenReleasedBy(release.Task);

        rig.Time.Advance(TimeSpan.FromMinutes(44));
        Assert.Equal("Bearer token-1", await rig.GetAsync());
        await rig.Tokens.WaitForRequestsAsync(2).Guarded();
        Assert.Equal("Bearer token-1", await rig.GetAsync());
        release.SetResult();

        await rig.GetUntilAsync(static token => token == "Bearer token-2");
        Assert.Equal(2, rig.Tokens.RequestCount);
    }

    [Fact]
    public async Task A_renewal_that_fails_leaves_the_token_until_it_expires_and_is_tried_every_half_minute()
    {
        await using var rig = await TokenRig.StartAsync(configure: o => o.Retry.MaxRetryAttempts = 0);
        await rig.GetAsync();
        rig.Tokens.Script = TokenScript.Failing(503);

        rig.Time.Advance(TimeSpan.FromMinutes(44));
        await rig.GetUntilAsync(_ => rig.Credential.LastFailure is not null);
        Assert.Equal("Bearer token-1", await rig.GetAsync());
        Assert.Equal(2, rig.Tokens.RequestCount);

        rig.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("Bearer token-1", await rig.GetAsync());
        Assert.Equal("Bearer token-1", await rig.GetAsync());
        Assert.Equal(3, rig.Tokens.RequestCount);

        rig.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(StatusCode.Unavailable, (await rig.FailAsync()).StatusCode);

        rig.Tokens.Script = TokenScript.Granting();
        Assert.Equal("Bearer token-2", await rig.GetAsync());
    }

    [Fact]
    public async Task A_slow_renewal_is_waited_for_only_briefly_while_the_token_lives()
    {
        await using var rig = await TokenRig.StartAsync();
        await rig.GetAsync();
        var release = new TaskCompletionSource();
        rig.Tokens.Script = TokenScript.Granting().WhenReleasedBy(release.Task);

        rig.Time.Advance(TimeSpan.FromMinutes(56));
        var waiting = rig.GetAsync();
        await rig.Time.WaitForTimerAsync(due => due == TimeSpan.FromSeconds(5)).Guarded();
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("Bearer token-1", await waiting);
        Assert.Equal("Bearer token-1", await rig.GetAsync());

        release.SetResult();
        await rig.GetUntilAsync(static token => token == "Bearer token-2");
        Assert.Equal(2, rig.Tokens.RequestCount);
    }

    [Fact]
    public async Task A4_a_token_that_was_refused_is_dropped_once()
    {
        await using var rig = await TokenRig.StartAsync();
        await rig.GetAsync();

        rig.Credential.Invalidate("Bearer token-1");
        Assert.Null(rig.Credential.ExpiresAt);
        Assert.Equal("Bearer token-2", await rig.GetAsync());
        rig.Credential.Invalidate("Bearer token-1");

        Assert.Equal("Bearer token-2", await rig.GetAsync());
        Assert.Equal(2, rig.Tokens.RequestCount);
    }

    [Fact]
    public async Task A4_a_token_that_was_refused_does_not_come_back_where_no_other_is_to_be_had()
    {
        await using var rig = await TokenRig.StartAsync();
        await rig.GetAsync();
        rig.Tokens.Script = TokenScript.Refusing();

        rig.Credential.Invalidate("Bearer token-1");

        Assert.Equal(StatusCode.Unauthenticated, (await rig.FailAsync()).StatusCode);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(600, -600)]
    [InlineData(-90, 90)]
    public async Task A4_the_clock_is_compared_with_the_endpoints(int endpointAheadBy, int skew)
    {
        await using var rig = await TokenRig.StartAsync();
        Assert.Null(rig.Credential.ClockSkew);
        rig.Tokens.ClockOffset = TimeSpan.FromSeconds(endpointAheadBy);

        await rig.GetAsync();

        Assert.Equal(TimeSpan.FromSeconds(skew), rig.Credential.ClockSkew);
    }

    [Fact]
    public async Task A4_a_refusal_blames_the_clock_where_it_is_wrong()
    {
        await using var rig = await TokenRig.StartAsync(TokenScript.Refusing());
        rig.Tokens.ClockOffset = TimeSpan.FromMinutes(10);
        Assert.Contains("clock is 600 s behind the token server's", (await rig.FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_that_was_disposed_of_ends_its_request_and_every_wait()
    {
        await using var rig = await TokenRig.StartAsync(TokenScript.Granting().AfterDelay(Timeout.InfiniteTimeSpan));
        var waiting = rig.GetAsync();
        await rig.Tokens.WaitForRequestsAsync(1).Guarded();

        rig.Credential.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => rig.GetAsync());
    }

    [Fact]
    public async Task A_handler_that_was_given_stays_its_givers()
    {
        using var handler = new SocketsHttpHandler();
        await using (var rig = await TokenRig.StartAsync(configure: o => o.Handler = handler))
        {
            Assert.Equal("Bearer token-1", await rig.GetAsync());
        }

        await using var next = await TokenRig.StartAsync(configure: o => o.Handler = handler);
        Assert.Equal("Bearer token-1", await next.GetAsync());
    }
}
