using System.Net;
using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Diagnosis;

/// <summary>Names, addresses and proxies that do not lead to the service.</summary>
public sealed class NetworkTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task A_name_that_nobody_knows(VoiceCallSessionTransport transport)
    {
        var report = await DiagnosedClient.DiagnoseAsync(transport, new Uri("https://no-such-host.invalid"));

        report.ExpectFailure(
            "dns", "no-such-host.invalid has no address", "", "tcp", "proxy", "tls", "http2", "service", "authorization", "duplex");
        report.Expect("token", DiagnosisStatus.Skipped, "no credential");
        report.Expect("clock", DiagnosisStatus.Skipped, "no response had a Date header");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_port_that_nobody_listens_at(VoiceCallSessionTransport transport)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var report = await DiagnosedClient.DiagnoseAsync(transport, new Uri($"http://127.0.0.1:{port}"));

        var check = report.ExpectFailure("tcp", "127.0.0.1: ConnectionRefused", "Check the endpoint's port", "proxy", "tls", "http2",
            "service", "authorization", "duplex");
        Assert.Equal("ConnectionRefused", check.Facts["127.0.0.1"]);
        report.Expect("dns", DiagnosisStatus.Skipped, "is an address already", "Nothing to do.");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_host_that_takes_connections_and_says_nothing(VoiceCallSessionTransport transport)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var report = await DiagnosedClient.DiagnoseAsync(transport, new Uri($"https://{listener.LocalEndpoint}"),
            how: new DiagnosisOptions { CheckTimeout = TimeSpan.FromMilliseconds(300) });

        report.Expect("tcp", DiagnosisStatus.Passed);
        report.ExpectFailure("tls", "no result within 0.3 s", "drops packets", "http2", "service", "authorization", "duplex");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_proxy_that_lets_through_is_named_and_everything_behind_it_is_looked_at(VoiceCallSessionTransport transport)
    {
        await using var proxy = new ConnectProxy();
        var report = await DiagnoseAsync(transport, proxy);

        Assert.True(report.Status == DiagnosisStatus.Warning, report.ToJson());
        Assert.Equal(proxy.Address.GetLeftPart(UriPartial.Authority), report.Expect(
            "proxy", DiagnosisStatus.Passed, "from the client's handler, allows connections to 127.0.0.1:").Facts["proxy"]);
        report.Expect("dns", DiagnosisStatus.Skipped, "the proxy 127.0.0.1 is an address already");
        report.Expect("tls", DiagnosisStatus.Warning, "in spite of", "accepts only this certificate");
        report.Expect("duplex", DiagnosisStatus.Passed);
        Assert.InRange(proxy.Requests, 1, 2);
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required", "407", "Give the proxy's credentials")]
    [InlineData("HTTP/1.1 403 Forbidden", "403", "Configure the proxy to allow CONNECT to 127.0.0.1:")]
    public async Task A_proxy_that_refuses_is_told_with_its_reason(string statusLine, string status, string nextStep)
    {
        foreach (var transport in Transports.Both)
        {
            await using var proxy = new ConnectProxy { StatusLine = statusLine };
            var report = await DiagnoseAsync(transport, proxy);

            report.ExpectFailure("proxy", status, nextStep, "tls", "http2", "service", "authorization", "duplex");
            Assert.DoesNotContain("sw0rdfish", report.ToJson(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Plain_http_through_a_proxy_has_no_http2()
    {
        await using var proxy = new ConnectProxy();
        var report = await DiagnosedClient.DiagnoseAsync(VoiceCallSessionTransport.Grpc, new Uri("http://service.example"),
            o => o.Http.ConfigureHandler = h => h.Proxy = new WebProxy(proxy.Address));

        report.ExpectFailure("proxy", "goes through it as HTTP/1.1", "Use https", "http2", "service", "duplex");
        Assert.Equal(0, proxy.Requests);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_way_of_the_applications_own_is_taken_and_not_second_guessed(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        var connector = new Connector(server.Endpoint);

        var report = await DiagnosedClient.DiagnoseAsync(
            transport, new Uri("http://no-such-host.invalid"),
                o => o.Http.ConfigureHandler = h => h.ConnectCallback = (_, token) => connector.ConnectAsync(token));

        report.Expect("dns", DiagnosisStatus.Skipped, "ConnectCallback");
        report.Expect("tcp", DiagnosisStatus.Passed, "ConnectCallback has connected");
        report.Expect("duplex", DiagnosisStatus.Passed);
        Assert.Equal(1, connector.Attempts);
    }

    [Fact]
    public async Task A_way_of_the_applications_own_that_fails_is_told()
    {
        var report = await DiagnosedClient.DiagnoseAsync(
            VoiceCallSessionTransport.Rest,
            new Uri("http://service.example"),
            o => o.Http.ConfigureHandler = h => h.ConnectCallback = (_, _) => throw new InvalidOperationException("the tunnel is down"));

        report.ExpectFailure("tcp", "the tunnel is down", "", "proxy", "http2", "service", "duplex");
    }

    private static async Task<DiagnosisReport> DiagnoseAsync(VoiceCallSessionTransport transport, ConnectProxy proxy)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { UseTls = true });
        var address = new UriBuilder(proxy.Address) { UserName = "someone", Password = "sw0rdfish" }.Uri;
        return await DiagnosedClient.DiagnoseAsync(transport, server, o => o.Http.ConfigureHandler = handler =>
        {
            handler.Proxy = new WebProxy(address);
            handler.SslOptions.RemoteCertificateValidationCallback = (_, given, _,
                _) => given?.GetCertHashString() == server.Certificate!.GetCertHashString();
        });
    }
}
