using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Tests.Credentials;

public sealed class CredentialTests
{
    private static readonly DateTimeOffset SomeTime = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

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
        Assert.Equal(
            "Bearer token", await CrestaCredential.FromAccessToken(_ => ValueTask.FromResult("token")).GetAuthorizationAsync(default));
        Assert.Null(await CrestaCredential.None.GetAuthorizationAsync(default));
    }

    [Fact]
    public void No_view_of_a_credential_shows_the_secret()
    {
        using var client = CrestaCredential.FromClientCredentials("secret-id", "secret", CrestaRegion.VoiceProd);
        object[] views =
        [
            CrestaCredential.FromApiKey("secret"),
            CrestaCredential.FromAccessToken(_ => ValueTask.FromResult("secret")),
            client,
            new CrestaAccessToken("secret", SomeTime),
            new ClientCredentialsOptions { ClientId = "secret", ClientSecret = "secret" },
        ];
        Assert.All(views, static view => Assert.DoesNotContain("secret", view.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_expiry_of_the_token_given_last_is_known_where_its_provider_says_it()
    {
        CrestaAccessToken current = new("a", SomeTime.ToOffset(TimeSpan.FromHours(2)));
        var credential = CrestaCredential.FromAccessToken(_ => ValueTask.FromResult(current));
        Assert.Null(credential.ExpiresAt);

        Assert.Equal("Bearer a", await credential.GetAuthorizationAsync(default));
        Assert.Equal(SomeTime, credential.ExpiresAt);

        current = new("b", ExpiresAt: null);
        Assert.Equal("Bearer b", await credential.GetAuthorizationAsync(default));
        Assert.Null(credential.ExpiresAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("line\n")]
    public async Task A8_a_provider_that_gives_nothing_of_use_is_a_clear_failure(string? token)
    {
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(
            async () => await CrestaCredential.FromAccessToken(_ => ValueTask.FromResult(token!)).GetAuthorizationAsync(default));
        Assert.Equal((StatusCode.Unauthenticated, false), (failure.StatusCode, failure.IsTransient));
    }
}
