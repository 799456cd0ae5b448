using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Credentials;

/// <summary>Whatever goes wrong, what is thrown tells no secret.</summary>
public sealed class SecrecyTests
{
    private const string Id = "client-1";
    private const string Secret = "hunter2-canary";
    private const string Token = "eyJ-canary-token";

    private static readonly Dictionary<string, TokenScript> Scripts = new(StringComparer.Ordinal)
    {
        ["refused, with the secret echoed"] = TokenScript.Refusing(401, Secret),
        ["refused"] = TokenScript.Refusing(),
        ["unavailable"] = TokenScript.Failing(503),
        ["busy"] = TokenScript.Failing(429).WithRetryAfter(3600),
        ["aborted"] = TokenScript.Aborting(),
        ["redirected"] = TokenScript.RedirectingTo(new Uri("http://127.0.0.1:9/?secret=" + Secret)),
        ["garbage that holds both"] = TokenScript.Answering($"{Secret} {Token}", "text/plain"),
        ["a token with a bad life"] = TokenScript.Answering($$"""{"access_token":"{{Token}}","expires_in":"{{Secret}}"}""", "application/json"),
        ["a token that no header carries"] = TokenScript.Answering($$"""{"access_token":"{{Token}}\n"}""", "application/json"),
        ["a token cut off"] = TokenScript.Answering($$"""{"access_token":"{{Token}}""", "application/json"),
    };

    public static TheoryData<string> Failures => [.. Scripts.Keys];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task No_failure_tells_the_secret_the_header_or_the_token(string failure)
    {
        await using var rig = await TokenRig.StartAsync(Scripts[failure], o => (o.ClientSecret, o.Retry.MaxRetryAttempts) = (Secret, 0));

        var first = await rig.FailAsync();
        var second = await rig.FailAsync();

        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Id}:{Secret}"));
        Assert.All([first.ToString(), second.ToString(), first.Status.ToString(), rig.Credential.ToString()], text =>
        {
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
            Assert.DoesNotContain(basic, text, StringComparison.Ordinal);
        });
    }
}
