namespace Cresta.VoiceCallSession.Sdk.Tests.Credentials;

public sealed class CredentialTests
{
    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\n")]
    [InlineData("schlüssel")]
    public void A_key_that_a_header_cannot_carry_is_refused_without_being_repeated(string key)
    {
        var refusal = Assert.Throws<ArgumentException>(() => CrestaCredential.FromApiKey(key));
        Assert.Equal("apiKey", refusal.ParamName);
        Assert.True(key.Length == 0 || !refusal.Message.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_and_tokens_have_their_schemes()
    {
        Assert.Equal("ApiKey secret", await CrestaCredential.FromApiKey("secret").GetAuthorizationAsync(default));
        Assert.Equal("Bearer token", await CrestaCredential.FromAccessToken(_ => ValueTask.FromResult("token")).GetAuthorizationAsync(default));
        Assert.Null(await CrestaCredential.None.GetAuthorizationAsync(default));
    }

    [Fact]
    public void No_view_of_a_credential_shows_the_secret() =>
        Assert.DoesNotContain("secret", CrestaCredential.FromApiKey("secret").ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task A_provider_that_gives_nothing_is_a_clear_failure()
    {
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(
            async () => await CrestaCredential.FromAccessToken(_ => ValueTask.FromResult("")).GetAuthorizationAsync(default));
        Assert.Equal(Grpc.Core.StatusCode.Unauthenticated, failure.StatusCode);
    }
}
