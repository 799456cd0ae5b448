using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Credentials;

/// <summary>Rows A5 and A6, and renewal ahead of need.</summary>
public sealed class TokenLifeTests
{
    [Fact]
    public async Task A_request_is_what_the_endpoint_expects()
    {
        await using var rig = await TokenRig.StartAsync();

        Assert.Equal("Bearer token-1", await rig.GetAsync());

        var request = Assert.Single(rig.Tokens.Requests);
        Assert.Equal(
            ("POST", "/v1/oauth/regionalToken", "application/json", "client_credentials", true),
            (request.Method, request.Path, request.ContentType, request.GrantType, request.CredentialsMatched));
    }

    [Fact]
    public async Task A6_an_answer_that_begins_with_a_byte_order_mark_is_taken()
    {
        var script = TokenScript.Answering("\uFEFF{\"access_token\":\"marked\",\"expires_in\":3600}", "application/json; charset=utf-8");
        await using var rig = await TokenRig.StartAsync(script);

        Assert.Equal("Bearer marked", await rig.GetAsync());
        Assert.Equal("Bearer marked", await rig.GetAsync());
        Assert.Equal(1, rig.Tokens.RequestCount);
    }

    [Fact]
    public async Task A5_a_thousand_calls_that_need_a_token_make_one_request()
    {
        var release = new TaskCompletionSource();
        await using var rig = await TokenRig.StartAsync(TokenScript.Granting().WhenReleasedBy(release.Task));

        var callers = Enumerable.Range(0, 1000).Select(_ => Task.Run(() => rig.GetAsync())).ToList();
        await rig.Tokens.WaitForRequestsAsync(1).Guarded();
        release.SetResult();

        Assert.All(await Task.WhenAll(callers).Guarded(), token => Assert.Equal("Bearer token-1", token));
        Assert.Equal(1, rig.Tokens.RequestCount);
    }

    [Fact]
    public async Task A5_callers_that_give_up_take_nobody_with_them()
    {
        var release = new TaskCompletionSource();
        await using var rig = await TokenRig.StartAsync(TokenScript.Granting().WhenReleasedBy(release.Task));
        using var deadline = new CancellationTokenSource();

        var shortTimeout = Enumerable.Range(0, 100).Select(_ => rig.GetAsync(deadline.Token)).ToList();
        var longTimeout = Enumerable.Range(0, 100).Select(_ => rig.GetAsync()).ToList();
        await rig.Tokens.WaitForRequestsAsync(1).Guarded();
        await deadline.CancelAsync();
        foreach (var caller in shortTimeout)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
        }

        release.SetResult();
        Assert.All(await Task.WhenAll(longTimeout).Guarded(), token => Assert.Equal("Bearer token-1", token));
        Assert.Equal(1, rig.Tokens.RequestCount);
    }

    [Fact]
    public async Task A5_a_failure_is_everybodys_and_each_gets_an_exception_of_his_own()
    {
        var release = new TaskCompletionSource();
        await using var rig = await TokenRig.StartAsync(TokenScript.Refusing().WhenReleasedBy(release.Task));

        var callers = Enumerable.Range(0, 50).Select(_ => rig.FailAsync()).ToList();
        await rig.Tokens.WaitForRequestsAsync(1).Guarded();
        release.SetResult();

        Assert.Equal(50, (await Task.WhenAll(callers).Guarded()).Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Equal(1, rig.Tokens.RequestCount);
    }

    [Fact]
    public async Task A6_a_token_is_used_until_five_minutes_before_it_expires()
    {
        await using var rig = await TokenRig.StartAsync();
        var start = rig.Time.GetUtcNow();
        await rig.GetAsync();
        Assert.Equal(start.AddHours(1), rig.Credential.ExpiresAt);

        rig.Time.Advance(TimeSpan.FromMinutes(43));
        Assert.Equal("Bearer token-1", await rig.GetAsync());
        Assert.Equal(1, rig.Tokens.RequestCount);

        rig.Time.Advance(TimeSpan.FromMinutes(12));
        Assert.Equal("Bearer token-2", await rig.GetAsync());
        Assert.Equal(start.AddMinutes(55).AddHours(1), rig.Credential.ExpiresAt);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    public async Task A6_a_token_that_claims_to_have_expired_is_given_to_its_askers_and_not_kept(long expiresIn)
    {
        await using var rig = await TokenRig.StartAsync(TokenScript.Granting().WithExpiresIn(expiresIn));

        Assert.Equal("Bearer token-1", await rig.GetAsync());
        Assert.Null(rig.Credential.ExpiresAt);
        Assert.Equal("Bearer token-2", await rig.GetAsync());
    }

    [Theory]
    [InlineData(1, 499, 500)]
    [InlineData(120, 47_000, 60_000)]
    public async Task A6_a_token_of_a_short_life_is_used_for_half_of_it(long expiresIn, int usedAtMs, int renewedAtMs)
    {
        await using var rig = await TokenRig.StartAsync(TokenScript.Granting().WithExpiresInAsText(expiresIn));
        var end = rig.Time.GetUtcNow().AddMilliseconds(renewedAtMs);
        await rig.GetAsync();

        rig.Time.Advance(TimeSpan.FromMilliseconds(usedAtMs));
        Assert.Equal("Bearer token-1", await rig.GetAsync());
        rig.Time.SetUtcNow(end);
        await rig.GetUntilAsync(static token => token == "Bearer token-2");
        Assert.Equal(2, rig.Tokens.RequestCount);
    }

    [Fact]
    public async Task A6_a_token_without_a_stated_life_is_used_for_five_minutes()
    {
        await using var rig = await TokenRig.StartAsync(TokenScript.Granting().WithoutExpiresIn());
        await rig.GetAsync();

        rig.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal("Bearer token-1", await rig.GetAsync());
        Assert.Null(rig.Credential.ExpiresAt);
        rig.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("Bearer token-2", await rig.GetAsync());
    }

    [Theory]
    [InlineData("true")]
    [InlineData("\"soon\"")]
    [InlineData("[]")]
    public async Task A6_garbage_for_a_life_is_refused(string json)
    {
        await using var rig = await TokenRig.StartAsync(TokenScript.Granting().WithExpiresInJson(json));

        var failure = await rig.FailAsync();

        Assert.Equal((StatusCode.Internal, false, 1), (failure.StatusCode, failure.IsTransient, rig.Tokens.RequestCount));
        Assert.Contains("expires_in is not a number", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token-1", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>Sign in</html>", "text/html", "not a JSON object")]
    [InlineData("{}", "application/json", "no access_token")]
    public async Task A6_an_answer_without_a_token_is_refused(string body, string contentType, string fault)
    {
        await using var rig = await TokenRig.StartAsync(TokenScript.Answering(body, contentType));

        var failure = await rig.FailAsync();

        Assert.Equal((StatusCode.Internal, false), (failure.StatusCode, failure.IsTransient));
        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A6_an_endless_answer_is_cut_off()
    {
        await using var rig = await TokenRig.StartAsync(TokenScript.Answering(new string(' ', 70_000), "application/json"));
        Assert.Contains("longer than 65536 bytes", (await rig.FailAsync()).Message, StringComparison.Ordinal);
    }
}
