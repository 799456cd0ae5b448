using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Diagnosis;

/// <summary>Which transports the endpoint speaks, and what answers instead of the service.</summary>
public sealed class ServiceTests
{
    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, false)]
    [InlineData(VoiceCallSessionTransport.Rest, false)]
    [InlineData(VoiceCallSessionTransport.Grpc, true)]
    [InlineData(VoiceCallSessionTransport.Rest, true)]
    public async Task A_network_without_http2(VoiceCallSessionTransport transport, bool losesRefusals)
    {
        await using var old = new Http1Front(losesRefusals);

        var report = await DiagnosedClient.DiagnoseAsync(transport, old.Endpoint);

        report.ExpectFailure("http2", "only supports HTTP/1.1", "", "service", "authorization", "duplex");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_server_whose_alpn_has_no_h2(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { UseTls = true, Http1Only = true });

        var report = await DiagnosedClient.DiagnoseAsync(transport, server, o => o.Http.ConfigureHandler = h =>
            h.SslOptions.RemoteCertificateValidationCallback = (_, given, _,
                _) => given?.GetCertHashString() == server.Certificate!.GetCertHashString());

        Assert.Equal("http/1.1", report.Of("tls").Facts["alpn"]);
        report.ExpectFailure("http2", "only supports HTTP/1.1", "ALPN h2", "service", "authorization", "duplex");
        report.Expect("clock", DiagnosisStatus.Passed);
    }

    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, DiagnosisStatus.Failed, "does not support gRPC: HTTP 404",
        "Set the option Transport to Rest, or to Auto.")]
    [InlineData(VoiceCallSessionTransport.Rest, DiagnosisStatus.Passed, "reachable over REST; gRPC is not: HTTP 404", "Nothing to do.")]
    [InlineData(VoiceCallSessionTransport.Auto, DiagnosisStatus.Passed, "reachable over REST; gRPC is not: HTTP 404", "Nothing to do.")]
    public async Task A_gateway_alone(VoiceCallSessionTransport transport, DiagnosisStatus status, string finding, string nextStep)
    {
        foreach (var style in Enum.GetValues<RestStyle>())
        {
            await using var server = await FakeVoiceCallSessionServer.StartAsync(
                new FakeVoiceCallSessionServerOptions { ServesGrpc = false, Rest = new RestBehavior { Style = style } });
            var report = await DiagnosedClient.DiagnoseAsync(transport, server);

            report.Expect("service", status, finding, nextStep);
            report.Expect("duplex", status == DiagnosisStatus.Failed ? DiagnosisStatus.Skipped : DiagnosisStatus.Passed);
        }
    }

    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, DiagnosisStatus.Passed, "reachable over gRPC; REST is not: HTTP 404", "Nothing to do.")]
    [InlineData(
        VoiceCallSessionTransport.Rest, DiagnosisStatus.Failed, "does not support REST: HTTP 404", "Set the option Transport to Grpc.")]
    [InlineData(VoiceCallSessionTransport.Auto, DiagnosisStatus.Passed, "reachable over gRPC; REST is not: HTTP 404", "Nothing to do.")]
    public async Task A_server_without_a_gateway(
        VoiceCallSessionTransport transport, DiagnosisStatus status, string finding, string nextStep)
    {
        await using var server = await HttpSite.StartAsync(
            static context => HttpSite.IsGrpc(context) ? HttpSite.AnswerGrpcAsync(context) : NotFoundAsync(context));

        var report = await DiagnosedClient.DiagnoseAsync(transport, server.Endpoint);

        report.Expect("service", status, finding, nextStep);
        report.Expect("duplex", status == DiagnosisStatus.Failed ? DiagnosisStatus.Skipped : DiagnosisStatus.Passed);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_gateway_that_does_not_reach_the_service_is_told_from_a_service(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { ServesGrpc = false, Rest = new RestBehavior { AnswersBadGateway = true } });

        var report = await DiagnosedClient.DiagnoseAsync(transport, server);

        report.ExpectFailure(
            "service", "a gateway answers HTTP 502 with an HTML page instead of the service", "Contact the operator of the gateway",
            "authorization", "duplex");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_web_site_is_told_from_a_service(VoiceCallSessionTransport transport)
    {
        await using var site = await HttpSite.StartAsync(static context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<p>Hello</p>");
        });

        var report = await DiagnosedClient.DiagnoseAsync(transport, site.Endpoint);

        report.ExpectFailure(
            "service", "HTTP 200 with an HTML page", "Check that the endpoint is the service's own address", "authorization", "duplex");
    }

    [Fact]
    public async Task A_gateway_that_refuses_before_the_service_is_seen()
    {
        await using var gateway = await HttpSite.StartAsync(static context =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        });

        var report = await DiagnosedClient.DiagnoseAsync(VoiceCallSessionTransport.Grpc, gateway.Endpoint);

        report.Expect("service", DiagnosisStatus.Warning, "an intermediary answers HTTP 401");
        report.ExpectFailure("authorization", "the service requires a credential", "Set the option Credential", "duplex");
    }

    [Fact]
    public async Task A_service_of_another_name()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { ServiceName = "another.v1.Service" });

        var report = await DiagnosedClient.DiagnoseAsync(VoiceCallSessionTransport.Grpc, server);
        report.Expect("service", DiagnosisStatus.Failed, "UNIMPLEMENTED", "Set the option Transport to Rest");

        report = await DiagnosedClient.DiagnoseAsync(VoiceCallSessionTransport.Grpc, server, o => o.ServiceName = "another.v1.Service");
        report.Expect("service", DiagnosisStatus.Passed);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_service_in_trouble(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        server.Script = CallScript.Answering().EndWithStatus(StatusCode.Unavailable, afterMessages: 0);

        var report = await DiagnosedClient.DiagnoseAsync(transport, server);

        report.Expect("service", DiagnosisStatus.Warning, "answers UNAVAILABLE", "Try again later");
        report.Expect("authorization", DiagnosisStatus.Skipped, "before it checked the credential");
        Assert.Equal(DiagnosisStatus.Warning, report.Status);
    }

    [Fact]
    public async Task A_service_that_says_that_it_does_not_serve()
    {
        await using var server = await HttpSite.StartAsync(
            static context => HttpSite.AnswerGrpcAsync(context, status: 0, [0, 0, 0, 0, 2, 8, 2]));

        var report = await DiagnosedClient.DiagnoseAsync(VoiceCallSessionTransport.Grpc, server.Endpoint);

        report.Expect("http2", DiagnosisStatus.Warning, "NOT_SERVING");
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
