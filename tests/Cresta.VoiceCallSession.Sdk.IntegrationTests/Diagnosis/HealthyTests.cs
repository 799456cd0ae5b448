using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Diagnosis;

/// <summary>Where all is well, the diagnosis says so, opens no call, and says it in JSON of a stable shape.</summary>
public sealed class HealthyTests
{
    public static TheoryData<VoiceCallSessionTransport> All() =>
        [VoiceCallSessionTransport.Grpc, VoiceCallSessionTransport.Rest, VoiceCallSessionTransport.Auto];

    [Theory, MemberData(nameof(All))]
    public async Task A_server_in_order_passes_and_sees_no_call(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        server.RequiredAuthorization = "ApiKey right-key";

        var report = await DiagnosedClient.DiagnoseAsync(transport, server, o => o.Credential = CrestaCredential.FromApiKey("right-key"));

        Assert.True(report.Status == DiagnosisStatus.Passed, report.ToJson());
        Assert.Equal(server.Endpoint.GetLeftPart(UriPartial.Authority), report.Endpoint);
        Assert.Equal(["dns", "tls"], report.Checks.Where(check => check.Status == DiagnosisStatus.Skipped).Select(check => check.Name));
        Assert.Equal("2.0", report.Of("http2").Facts["version"]);
        Assert.Equal(transport == VoiceCallSessionTransport.Rest ? "Rest" : "Grpc", report.Of("service").Facts["transport"]);
        report.Expect("service", DiagnosisStatus.Passed,
            transport == VoiceCallSessionTransport.Rest ? "gRPC is supported too" : "REST is supported too");
        report.Expect("authorization", DiagnosisStatus.Passed, "accepts the credential");
        report.Expect("duplex", DiagnosisStatus.Passed, "while the request is still open");
        report.Expect("clock", DiagnosisStatus.Passed, "agrees with the service's");

        Assert.All(server.Calls, call => Assert.Null(call.Configuration));
        Assert.All(server.Calls, call => Assert.Empty(call.Events));
        Assert.Empty(server.UnaryEvents);
        Assert.Equal(3, server.Calls.Count);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Tls_is_told_with_protocol_chain_and_what_alpn_chose(VoiceCallSessionTransport transport)
    {
        using var authority = new CertificateAuthority();
        using var certificate = authority.Issue("localhost");
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { UseTls = true });
        await using var tls = new TlsTerminator(server, new() { ServerCertificate = certificate });

        var report = await DiagnosedClient.DiagnoseAsync(transport, tls.Endpoint, o => o.Http.ConfigureHandler = authority.TrustedBy);

        Assert.True(report.Status == DiagnosisStatus.Passed, report.ToJson());
        var facts = report.Expect("tls", DiagnosisStatus.Passed, "ALPN chose h2").Facts;
        Assert.Equal((
            "h2", "CN=localhost", authority.Root.Subject, "localhost"), (facts["alpn"], facts["subject"], facts["issuer"], facts["names"]));
        Assert.Equal($"CN=localhost < {authority.Root.Subject}", facts["chain"]);
        Assert.InRange(int.Parse(facts["expiresInDays"]), 20, 31);
        report.Expect("dns", DiagnosisStatus.Passed, "127.0.0.1");
    }

    [Fact]
    public async Task A_diagnosis_leaves_the_client_as_it_was_and_can_be_repeated_beside_calls()
    {
        await using var rig = await CallRig.StartAsync(VoiceCallSessionTransport.Grpc);
        await using var call = await rig.OpenAsync();

        var reports = await Task.WhenAll(rig.Client.DiagnoseAsync(), rig.Client.DiagnoseAsync()).WaitAsync(CallRig.Watchdog);

        Assert.All(reports, report => Assert.True(report.Status == DiagnosisStatus.Passed, report.ToJson()));
        Assert.True((await call.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
    }

    [Fact]
    public async Task The_json_has_stable_names()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        var report = await DiagnosedClient.DiagnoseAsync(VoiceCallSessionTransport.Auto, server);

        var text = report.ToJson();
        Assert.DoesNotContain('\n', text);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(
            ["status", "endpoint", "transport", "started", "durationMs", "checks"], json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("Passed", "Auto"),
            (json.RootElement.GetProperty("status").GetString(), json.RootElement.GetProperty("transport").GetString()));
        var checks = json.RootElement.GetProperty("checks").EnumerateArray().ToList();
        Assert.Equal(DiagnosedClient.Checks, checks.Select(check => check.GetProperty("name").GetString()));
        Assert.All(checks, check => Assert.Equal(
            ["name", "status", "finding", "nextStep", "durationMs", "facts"], check.EnumerateObject().Select(p => p.Name)));
        Assert.Equal("Skipped", checks[0].GetProperty("status").GetString());
        Assert.Equal("Grpc", checks[6].GetProperty("facts").GetProperty("transport").GetString());
    }

    [Fact]
    public async Task Misuse_throws_and_findings_do_not()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        var client = new VoiceCallSessionClient(server.Endpoint, CrestaCredential.None);

        var wrong = await Assert.ThrowsAsync<ArgumentException>(
            () => client.DiagnoseAsync(new DiagnosisOptions { CheckTimeout = TimeSpan.Zero }));
        Assert.Contains("CheckTimeout is 00:00:00; give 10 ms to 1 day.", wrong.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => client.DiagnoseAsync(new DiagnosisOptions { TestCall = new() }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.DiagnoseAsync((DiagnosisOptions)null!));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.DiagnoseAsync(new CancellationToken(canceled: true)));

        await client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.DiagnoseAsync());
    }

    [Fact]
    public async Task Cancelling_ends_a_diagnosis_that_is_under_way()
    {
        await using var tokens = await FakeTokenEndpoint.StartAsync(
            new FakeTokenEndpointOptions { Script = TokenScript.Granting().WhenReleasedBy(new TaskCompletionSource().Task) });
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        using var credential = CrestaCredential.FromClientCredentials(tokens.ClientId, tokens.ClientSecret, tokens.Endpoint);
        await using var client = new VoiceCallSessionClient(server.Endpoint, credential);
        using var cancellation = new CancellationTokenSource();

        var diagnosis = client.DiagnoseAsync(cancellation.Token);
        await tokens.WaitForRequestsAsync(1).WaitAsync(CallRig.Watchdog);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => diagnosis.WaitAsync(CallRig.Watchdog));
    }
}
