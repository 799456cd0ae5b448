using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Credentials;

/// <summary>Tokens on their way to the service, over both transports.</summary>
public sealed class TokensInCallsTests
{
    [Theory]
    [ClassData(typeof(Transports))]
    public async Task A_call_brings_a_token_that_its_endpoint_issued(VoiceCallSessionTransport transport)
    {
        await using var tokens = await TokenRig.StartAsync();
        await using var rig = await CallRig.StartAsync(transport, o => o.Credential = tokens.Credential);
        rig.Server.AuthorizationCheck = tokens.Tokens.Accepts;

        var session = await rig.OpenAsync();
        await session.DisposeAsync().AsTask().Guarded();
        await rig.Client.ProcessSessionEventAsync("p", SessionEventBuilder.CallEnded("call-1").Build()).Guarded();

        Assert.Equal("Bearer token-1", (await rig.RecordAsync()).Headers["authorization"]);
        Assert.Equal(1, tokens.Tokens.RequestCount);
    }

    [Theory]
    [ClassData(typeof(Transports))]
    public async Task A2_a_call_without_a_token_fails_at_once_and_says_why(VoiceCallSessionTransport transport)
    {
        await using var tokens = await TokenRig.StartAsync(TokenScript.Refusing());
        await using var rig = await CallRig.StartAsync(transport, o => o.Credential = tokens.Credential);

        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => rig.OpenAsync());

        Assert.Equal((StatusCode.Unauthenticated, false), (failure.StatusCode, failure.IsTransient));
        Assert.Contains("token endpoint", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, tokens.Tokens.RequestCount);
        Assert.Empty(rig.Server.Calls);
    }

    [Fact]
    public async Task The_fake_server_takes_only_tokens_that_are_neither_expired_nor_revoked()
    {
        await using var tokens = await TokenRig.StartAsync();
        await tokens.GetAsync();
        tokens.Credential.Invalidate("Bearer token-1");
        await tokens.GetAsync();

        Assert.True(tokens.Tokens.Accepts("Bearer token-1"));
        Assert.False(tokens.Tokens.Accepts(null));
        Assert.False(tokens.Tokens.Accepts("ApiKey token-1"));
        Assert.False(tokens.Tokens.Accepts("Bearer token-3"));

        Assert.True(tokens.Tokens.Revoke("token-1"));
        Assert.False(tokens.Tokens.Revoke("token-1"));
        Assert.False(tokens.Tokens.Accepts("Bearer token-1"));
        Assert.True(tokens.Tokens.Accepts("Bearer token-2"));

        tokens.Time.Advance(TimeSpan.FromHours(1));
        Assert.False(tokens.Tokens.Accepts("Bearer token-2"));
        Assert.Equal(["token-1", "token-2"], tokens.Tokens.IssuedTokens);
    }
}
