using Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

namespace Cresta.VoiceCallSession.Sdk.Tests.Credentials;

public sealed class ClientCredentialsOptionsTests
{
    private static readonly Dictionary<string, Action<ClientCredentialsOptions>> Wrong = new(StringComparer.Ordinal)
    {
        ["ClientId is missing"] = o => o.ClientId = string.Empty,
        ["ClientId holds a colon"] = o => o.ClientId = "hunter2:x",
        ["ClientSecret is empty"] = o => o.ClientSecret = null,
        ["ClientSecret holds a line break"] = o => o.ClientSecret = "hunter2\n",
        ["ClientSecret and ClientSecretProvider are both given"] = o => o.ClientSecretProvider = _ => ValueTask.FromResult("hunter2"),
        ["AuthEndpoint is missing"] = o => o.AuthEndpoint = null,
        ["a customer's host (api-<customer>.cresta.com) does not"] = o => o.AuthEndpoint = null,
        ["\"http://auth.example.com\", plain http to another host"] = o => o.AuthEndpoint = new Uri("http://auth.example.com/token"),
        ["AttemptTimeout is 00:00:00"] = o => o.AttemptTimeout = TimeSpan.Zero,
        ["Timeout is 2.00:00:00"] = o => o.Timeout = TimeSpan.FromDays(2),
        ["Retry is null"] = o => o.Retry = null!,
        ["Retry.MaxRetryAttempts is -1"] = o => o.Retry.MaxRetryAttempts = -1,
        ["Handler and ConfigureHandler are both given"] = o => (o.Handler, o.ConfigureHandler) = (new SocketsHttpHandler(), _ => { }),
        ["TimeProvider is null"] = o => o.TimeProvider = null!,
    };

    public static TheoryData<string> Faults => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_wrong_option_is_named_and_no_secret_with_it(string fault)
    {
        var options = Right();
        Wrong[fault](options);

        var refusal = Assert.Throws<ArgumentException>(() => CrestaCredential.FromClientCredentials(options));

        Assert.Contains(fault, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hunter2", "not an absolute http or https address; give one (add the scheme), for example https://")]
    [InlineData("hunter2:hunter2@auth.example.com", "not an absolute http or https address; give one (replace the scheme)")]
    [InlineData("ftp://auth.example.com", "not an absolute http or https address; give one (replace the scheme)")]
    [InlineData(
        "https://u:hunter2@x",
        "\"https://x\"; give an absolute http or https address (remove the user info before the @), for example https://")]
    [InlineData("https://x/hunter2#hunter2", "\"https://x\"; give an absolute http or https address (remove the fragment)")]
    [InlineData("https://x?key=hunter2", "\"https://x\"; give an absolute http or https address (remove the query)")]
    [InlineData("https://u:hunter2@x/t?key=hunter2#x", "(remove the user info before the @ and the fragment)")]
    public void The_wrong_part_of_the_address_is_named_and_no_secret_with_it(string address, string message)
    {
        var options = Right();
        options.AuthEndpoint = new Uri(address, UriKind.RelativeOrAbsolute);

        var refusal = Assert.Throws<ArgumentException>(() => CrestaCredential.FromClientCredentials(options));

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var refusal = Assert.Throws<ArgumentException>(() => CrestaCredential.FromClientCredentials(new ClientCredentialsOptions()));
        Assert.All(["ClientId", "ClientSecret", "AuthEndpoint"], name => Assert.Contains(name, refusal.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://auth.example.com", "https://auth.example.com/v1/oauth/regionalToken")]
    [InlineData("http://localhost:8080/", "http://localhost:8080/v1/oauth/regionalToken")]
    [InlineData("https://login.example.com/tenant/token", "https://login.example.com/tenant/token")]
    [InlineData("https://login.example.com/token?p=policy", "https://login.example.com/token?p=policy")]
    public void An_address_without_a_path_gets_the_usual_one(string given, string used) =>
        Assert.Equal(used, ClientCredentialsOptionsValidator.AddressOf(new Uri(given)).AbsoluteUri);

    [Fact]
    public void The_short_forms_check_as_well()
    {
        Assert.Throws<ArgumentException>("clientId", () => CrestaCredential.FromClientCredentials("", "s", CrestaRegion.VoiceProd));
        Assert.Throws<ArgumentException>("clientSecret", () => CrestaCredential.FromClientCredentials("i", "", CrestaRegion.VoiceProd));
        Assert.Throws<ArgumentNullException>("region", () => CrestaCredential.FromClientCredentials("i", "s", (CrestaRegion)null!));
        Assert.Throws<ArgumentNullException>("authEndpoint", () => CrestaCredential.FromClientCredentials("i", "s", (Uri)null!));
        Assert.Throws<ArgumentException>(() => CrestaCredential.FromClientCredentials("i", "s", new Uri("http://auth.example.com")));
    }

    private static ClientCredentialsOptions Right() =>
        new() { ClientId = "id", ClientSecret = "hunter2", AuthEndpoint = CrestaRegion.VoiceProd.AuthEndpoint };
}
