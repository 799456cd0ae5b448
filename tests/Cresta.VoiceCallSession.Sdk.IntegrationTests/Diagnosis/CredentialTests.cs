using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Diagnosis;

/// <summary>Tokens that cannot be had, are refused, or run out; clocks that are wrong; and nothing secret in any report.</summary>
public sealed class CredentialTests
{
    private const string Secret = "hunter2-hunter2";

    [Theory, ClassData(typeof(Transports))]
    public async Task A_token_endpoint_that_refuses(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        await using var tokens = await FakeTokenEndpoint.StartAsync();
        using var credential = CrestaCredential.FromClientCredentials(tokens.ClientId, Secret, tokens.Endpoint);

        var report = await DiagnosedClient.DiagnoseAsync(transport, server, o => o.Credential = credential);

        report.ExpectFailure("token", "no token: ", "Fix the credential", "authorization", "duplex");
        report.Expect("service", DiagnosisStatus.Passed);
        AssertNoSecret(report, Secret, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{tokens.ClientId}:{Secret}")));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_token_that_is_had_and_taken_is_told_with_its_expiry(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        await using var tokens = await FakeTokenEndpoint.StartAsync(
            new FakeTokenEndpointOptions { ClientSecret = Secret, Script = TokenScript.Granting().WithExpiresIn(3600) });
        server.AuthorizationCheck = tokens.Accepts;
        using var credential = CrestaCredential.FromClientCredentials(tokens.ClientId, Secret, tokens.Endpoint);

        var report = await DiagnosedClient.DiagnoseAsync(transport, server, o => o.Credential = credential);

        Assert.True(report.Status == DiagnosisStatus.Passed, report.ToJson());
        report.Expect("token", DiagnosisStatus.Passed, "client credentials (redacted): there is a token that expires in 35");
        report.Expect("authorization", DiagnosisStatus.Passed, "accepts the credential");
        AssertNoSecret(report, Secret, tokens.IssuedTokens.Single());
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_refused_credential_is_told_from_a_missing_one(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { RequiredAuthorization = "ApiKey right-key" });

        var refused = await DiagnosedClient.DiagnoseAsync(transport, server, o => o.Credential = CrestaCredential.FromApiKey(Secret));
        refused.ExpectFailure("authorization", "the service rejects the credential: UNAUTHENTICATED", "Check the credential", "duplex");
        refused.Expect("token", DiagnosisStatus.Passed, "API key (redacted)");
        AssertNoSecret(refused, Secret);

        var missing = await DiagnosedClient.DiagnoseAsync(transport, server);
        missing.ExpectFailure(
            "authorization", "the service requires a credential, and the client has none", "Set the option Credential", "duplex");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_service_that_repeats_the_credential_is_not_repeated(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        server.Script = CallScript.Answering().EndWithStatus(
            new ScriptedStatus(Grpc.Core.StatusCode.PermissionDenied, $"'ApiKey {Secret}' may not, {Secret}"), afterMessages: 0);

        var report = await DiagnosedClient.DiagnoseAsync(transport, server, o => o.Credential = CrestaCredential.FromApiKey(Secret));

        report.ExpectFailure(
            "authorization", "PERMISSION_DENIED, 'ApiKey (redacted)' may not, (redacted)", "may use this profile", "duplex");
        AssertNoSecret(report, Secret);
    }

    [Fact]
    public async Task A_provider_of_tokens_that_are_old_or_nearly_so()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        foreach (var (life, status, finding) in new[] { (-5, DiagnosisStatus.Failed, "the token expired at"),
            (30, DiagnosisStatus.Warning, "expires in "), (600, DiagnosisStatus.Passed, "expires in ") })
        {
            var expiry = TimeProvider.System.GetUtcNow().AddSeconds(life);
            var report = await DiagnosedClient.DiagnoseAsync(
                VoiceCallSessionTransport.Grpc, server, o =>
                    o.Credential = CrestaCredential.FromAccessToken(_ => ValueTask.FromResult(new CrestaAccessToken(Secret, expiry))));

            report.Expect("token", status, finding);
            AssertNoSecret(report, Secret);
        }
    }

    [Fact]
    public async Task A_provider_that_throws()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();

        var report = await DiagnosedClient.DiagnoseAsync(
            VoiceCallSessionTransport.Grpc, server, o =>
                o.Credential = CrestaCredential.FromAccessToken(
                ValueTask<string> (_) => throw new InvalidOperationException("the vault is sealed")));

        report.ExpectFailure("token", "the vault is sealed", "", "authorization", "duplex");
    }

    [Theory]
    [InlineData(5, "300 s ahead of the service's")]
    [InlineData(-5, "300 s behind the service's")]
    public async Task A_clock_that_is_wrong(int minutes, string finding)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        foreach (var transport in Transports.Both)
        {
            // In between two seconds, since the other side's clock is told in whole ones.
            var now = TimeProvider.System.GetUtcNow().AddMinutes(minutes);
            var report = await DiagnosedClient.DiagnoseAsync(transport, server, o => o.TimeProvider = new FakeTimeProvider(now));

            var check = report.Expect("clock", DiagnosisStatus.Warning, "", "NTP");
            Assert.Matches(finding.Replace("300", "(29[789]|30[0123])", StringComparison.Ordinal), check.Finding);
            Assert.Equal(DiagnosisStatus.Warning, report.Status);
        }
    }

    [Fact]
    public async Task A_refusal_with_a_wrong_clock_names_the_clock()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { RequiredAuthorization = "ApiKey right-key" });

        var report = await DiagnosedClient.DiagnoseAsync(VoiceCallSessionTransport.Grpc, server, o =>
        {
            o.Credential = CrestaCredential.FromApiKey(Secret);
            o.TimeProvider = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1));
        });

        report.Expect("authorization", DiagnosisStatus.Failed, "this machine's clock is wrong");
    }

    [Fact]
    public async Task The_token_servers_clock_will_do_where_the_service_does_not_answer()
    {
        await using var tokens = await FakeTokenEndpoint.StartAsync();
        tokens.ClockOffset = TimeSpan.FromMinutes(-10);
        using var credential = CrestaCredential.FromClientCredentials(tokens.ClientId, tokens.ClientSecret, tokens.Endpoint);

        var report = await DiagnosedClient.DiagnoseAsync(
            VoiceCallSessionTransport.Grpc, new Uri("https://no-such-host.invalid"), o => o.Credential = credential);

        report.Expect("clock", DiagnosisStatus.Warning, "ahead of the token server's", "NTP");
        report.Expect("token", DiagnosisStatus.Passed);
    }

    private static void AssertNoSecret(DiagnosisReport report, params string[] secrets)
    {
        var json = report.ToJson();
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, json, StringComparison.Ordinal));
    }
}
