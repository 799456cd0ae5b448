using System.Net;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Diagnosis;

/// <summary>The diagnosis goes the way that the application has made for calls, and says where it cannot look on.</summary>
public sealed class ApplicationHandlerTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task Handlers_on_the_way_of_calls_are_on_its_way_too_and_each_diagnosis_leaves_them_behind(
        VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport);
        var count = new RequestCount();
        rig.Services.AddVoiceCallSessionClient().AddHttpMessageHandler(() => new CountingHandler(count));
        await rig.StartAsync();
        await using var call = await rig.OpenAsync();
        var before = (count.Requests, count.DisposedHandlers);

        var report = await rig.Client.DiagnoseAsync().Guarded();

        Assert.True(report.Status == DiagnosisStatus.Passed, report.ToJson());

        // Two for HTTP/2, two of the service over either transport, one open stream.
        Assert.Equal((before.Requests + 5, before.DisposedHandlers + 1), (count.Requests, count.DisposedHandlers));
        Assert.Equal(CallOutcome.Completed, (await call.EndCallAsync().Guarded()).Outcome);
    }

    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, true)]
    [InlineData(VoiceCallSessionTransport.Grpc, false)]
    [InlineData(VoiceCallSessionTransport.Rest, true)]
    [InlineData(VoiceCallSessionTransport.Rest, false)]
    public async Task A_handler_in_the_place_of_ours_hides_the_connection_and_nothing_else(
        VoiceCallSessionTransport transport, bool sockets)
    {
        await using var rig = await HostRig.CreateAsync(transport);
        rig.Services.AddVoiceCallSessionClient().ConfigurePrimaryHttpMessageHandler(
            () => sockets ? new SocketsHttpHandler() : new HttpClientHandler());
        await rig.StartAsync();

        var report = await rig.Client.DiagnoseAsync().Guarded();

        foreach (var name in new[] { "dns", "tcp", "proxy" })
        {
            report.Expect(name, DiagnosisStatus.Skipped, "the application's own handler makes the connections");
        }

        report.Expect("http2", DiagnosisStatus.Passed);
        report.Expect("duplex", DiagnosisStatus.Passed);
        Assert.Equal(DiagnosisStatus.Passed, report.Status);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_handler_that_the_application_shares_is_neither_changed_nor_disposed_of(VoiceCallSessionTransport transport)
    {
        using var shared = new SocketsHttpHandler { EnableMultipleHttp2Connections = true };
        await using var rig = await HostRig.CreateAsync(transport);
        rig.Services.AddVoiceCallSessionClient().ConfigurePrimaryHttpMessageHandler(() => shared);
        await rig.StartAsync();
        await using var call = await rig.OpenAsync();

        Assert.Equal(DiagnosisStatus.Passed, (await rig.Client.DiagnoseAsync().Guarded()).Status);
        rig["Audio:MaxBytes"] = "1000000";
        rig.Reload();
        Assert.Equal(CallOutcome.Completed, (await call.EndCallAsync().Guarded()).Outcome);
        await using var later = await rig.OpenAsync("call-2");
        Assert.Equal(CallOutcome.Completed, (await later.EndCallAsync().Guarded()).Outcome);
        await rig.Client.DisposeAsync().AsTask().Guarded();

        Assert.Null(shared.ConnectCallback);
        Assert.Null(shared.PlaintextStreamFilter);
        using var invoker = new HttpMessageInvoker(shared, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, rig.Server.Endpoint)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact
        };
        using var response = await invoker.SendAsync(request, CancellationToken.None).Guarded();
        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
    }
}
