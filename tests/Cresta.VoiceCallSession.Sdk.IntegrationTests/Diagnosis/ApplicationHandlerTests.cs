using System.Net;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Diagnosis;

/// <summary>The diagnosis goes the way that the application has made for calls, and says where it cannot look on.</summary>
public sealed class ApplicationHandlerTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task Handlers_on_the_way_of_calls_are_on_its_way_too_and_each_diagnosis_leaves_them_behind(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport);
        var count = new RequestCount();
        rig.Services.AddVoiceCallSessionClient().AddHttpMessageHandler(() => new CountingHandler(count));
        await rig.StartAsync();
        await using var call = await rig.OpenAsync();
        var before = (count.Requests, count.DisposedHandlers);

        var report = await rig.Client.DiagnoseAsync().Guarded();

        Assert.True(report.Verdict == DiagnosisVerdict.Passed, report.ToJson());

        // Two for HTTP/2, two of the service over either transport, one open stream.
        Assert.Equal((before.Requests + 5, before.DisposedHandlers + 1), (count.Requests, count.DisposedHandlers));
        Assert.Equal(CallOutcome.Completed, (await call.EndCallAsync().Guarded()).Outcome);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_handler_in_the_place_of_ours_is_looked_at(VoiceCallSessionTransport transport)
    {
        await using var proxy = new ConnectProxy { StatusLine = "HTTP/1.1 407 Proxy Authentication Required" };
        await using var rig = await HostRig.CreateAsync(transport, o => o.UseTls = true);
        rig.Services.AddVoiceCallSessionClient().ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { Proxy = new WebProxy(proxy.Address) });
        await rig.StartAsync();

        var report = await rig.Client.DiagnoseAsync().Guarded();

        report.ExpectFailure("proxy", "407", "Give the proxy's credentials", "tls", "http2");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_handler_that_cannot_be_looked_at_hides_the_connection_and_nothing_else(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport);
        rig.Services.AddVoiceCallSessionClient().ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler());
        await rig.StartAsync();

        var report = await rig.Client.DiagnoseAsync().Guarded();

        foreach (var name in new[] { "dns", "tcp", "proxy" })
        {
            report.Expect(name, DiagnosisVerdict.Skipped, "the application's own handler makes the connections");
        }

        report.Expect("http2", DiagnosisVerdict.Passed);
        report.Expect("duplex", DiagnosisVerdict.Passed);
        Assert.Equal(DiagnosisVerdict.Passed, report.Verdict);
    }
}
