using Cresta.VoiceCallSession.Sdk.Testing;
using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>
/// Every byte has one disposition, under whatever mixture of faults: cuts, resets, black holes, refused connections, early ends, failing
/// statuses, slow and silent servers, holds, pauses, rotations, and ends of all kinds at once.
/// </summary>
public sealed class ConservationTests : IClassFixture<ConservationServer>
{
    private readonly ConservationServer _shared;

    public ConservationTests(ConservationServer shared, ITestOutputHelper output)
    {
        _shared = shared;
        output.WriteLine($"CONSERVATION_SEED=\"{ReplayablePropertyAttribute.Seed}\"");
    }

    [ReplayableProperty(Arbitrary = [typeof(Scenarios)], Parallelism = 4)]
    public Task Every_byte_has_one_disposition_over_gRPC(ScenarioSetting setting, (ScenarioStep Step, int Amount)[] steps) =>
        _shared.RunAsync(() => RunAsync(VoiceCallSessionTransport.Grpc, setting, steps));

    [ReplayableProperty(Arbitrary = [typeof(Scenarios)], Parallelism = 4)]
    public Task Every_byte_has_one_disposition_over_REST(ScenarioSetting setting, (ScenarioStep Step, int Amount)[] steps) =>
        _shared.RunAsync(() => RunAsync(VoiceCallSessionTransport.Rest, setting, steps));

    [ReplayableProperty(Arbitrary = [typeof(Scenarios)], Parallelism = 4)]
    public Task Every_byte_has_one_disposition_behind_proxies_over_gRPC(
        ScenarioSetting setting, byte[] ends, (ScenarioStep Step, int Amount)[] steps) =>
        _shared.RunAsync(() => RunBehindProxiesAsync(VoiceCallSessionTransport.Grpc, setting, ends, steps));

    [ReplayableProperty(Arbitrary = [typeof(Scenarios)], Parallelism = 4)]
    public Task Every_byte_has_one_disposition_behind_proxies_over_REST(
        ScenarioSetting setting, byte[] ends, (ScenarioStep Step, int Amount)[] steps) =>
        _shared.RunAsync(() => RunBehindProxiesAsync(VoiceCallSessionTransport.Rest, setting, ends, steps));

    private async Task RunAsync(VoiceCallSessionTransport transport, ScenarioSetting setting, (ScenarioStep Step, int Amount)[] steps)
    {
        var (server, callId) = (_shared.Server, _shared.NextCallId());
        server.ScriptFor(callId, setting.Script());
        await RunAsync(transport, server.Endpoint, callId, setting, steps, () => server.CallsOf(callId).Select(ReceivedStream.Of));
    }

    private static async Task RunBehindProxiesAsync(
        VoiceCallSessionTransport transport, ScenarioSetting setting, byte[] ends, (ScenarioStep Step, int Amount)[] steps)
    {
        await using var server = await RawHttp2Server.StartAsync().WaitAsync(CallRig.Watchdog);
        server.Script([.. ends.Take(8).Select(ProxyEnds.PlanOf), Http2StreamPlan.Answering()]);
        await RunAsync(
            transport, server.Endpoint, "call-1", setting, steps, () => server.Streams.Where(
                stream => stream.Headers.ContainsKey("x-request-id")).Select(ReceivedStream.Of));
    }

    private static async Task RunAsync(
        VoiceCallSessionTransport transport,
        Uri endpoint,
        string callId,
        ScenarioSetting setting,
        (ScenarioStep Step, int Amount)[] steps,
        Func<IEnumerable<ReceivedStream>> received)
    {
        await using var proxy = await FaultProxy.StartAsync(endpoint);
        var options = new VoiceCallSessionClientOptions { Endpoint = proxy.Endpoint, Transport = transport };
        setting.Configure(options);
        await using var client = new VoiceCallSessionClient(options);
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration(callId)).WaitAsync(CallRig.Watchdog);
        var call = new ScenarioCall(session, proxy);
        foreach (var (step, amount) in steps)
        {
            await call.StepAsync(step, amount).WaitAsync(CallRig.Watchdog);
        }

        if (setting.Ending % 4 != 3)
        {
            call.Heal();
        }

        await EndAsync(client, session, setting.Ending / 4 % 6).WaitAsync(CallRig.Watchdog);
        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        ConservationLaws.Check(report, call, received());
        Assert.Equal(0, session.BufferBalance);
    }

    private static Task EndAsync(VoiceCallSessionClient client, CallSession session, int ending) => ending switch
    {
        0 => session.CompleteAsync(),
        1 => session.DisposeAsync().AsTask(),
        2 => Task.WhenAll(session.EndCallAsync(), session.DisposeAsync().AsTask()),
        3 => Task.WhenAll(client.DisposeAsync().AsTask(), session.EndCallAsync()),
        4 => Task.WhenAll(session.EndCallAsync(), session.CompleteAsync(), session.EndCallAsync()),
        _ => session.EndCallAsync(),
    };
}
