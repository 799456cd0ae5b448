using System.Net;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Which of several addresses, instances and connections a call goes over.</summary>
public sealed class ConnectionChoiceTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task N16_The_second_address_of_a_name_is_raced_if_the_first_swallows_SYNs(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { KeepAudio = true });
        using var dead = await DeadAddress.ListenAsync(server.Endpoint.Port);
        var lookups = 0;
        var options = new VoiceCallSessionClientOptions
        {
            Endpoint = new Uri(
            $"http://voice.example.test:{server.Endpoint.Port}"),
            Transport = transport
        };
        options.Http.Resolver = (_, _) =>
        {
            lookups++;
            return Task.FromResult<IPAddress[]>([dead.Address, IPAddress.Loopback]);
        };
        await using var client = new VoiceCallSessionClient(options);
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);
        await session.BeginAsync();

        var report = await session.EndWholeAsync(server, 1);
        Assert.Equal((1, 1), (report.Attempts.Count, lookups));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N17_New_calls_follow_a_name_that_has_moved_while_the_old_address_answers_404(VoiceCallSessionTransport transport)
    {
        await using var moved = await RawHttp2Server.StartAsync();
        moved.Script(Http2StreamPlan.Answering(), Http2StreamPlan.Page(404, "text/plain", "404 page not found"));
        await using var rig = await NetworkRig.StartAsync(transport);
        rig.Connector.Target = number => number == 1 ? moved.Endpoint : rig.Proxy.Endpoint;
        await using var old = await rig.OpenAsync("call-0");

        await using var session = await rig.OpenAsync();
        await session.BeginAsync();

        Assert.Equal(2, (await session.EndWholeAsync(rig.Server, 1)).Attempts.Count);
        Assert.Equal(2, rig.Connector.Attempts);
        Assert.Equal(CallOutcome.Completed, (await old.EndCallAsync().WaitAsync(CallRig.Watchdog)).Outcome);
        Assert.Equal(2, moved.Streams.Count);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N17_Connections_take_no_new_calls_past_their_lifetime_and_streams_finish_on_theirs(
        VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport, o => o.Http.PooledConnectionLifetime = TimeSpan.FromSeconds(1));
        await using var first = await rig.OpenAsync();
        await first.BeginAsync();
        for (var call = 0; rig.Proxy.ConnectionCount < 2; call++)
        {
            await using var later = await rig.OpenAsync($"later-{call}");
            await later.EndCallAsync().WaitAsync(CallRig.Watchdog);
        }

        await first.SendChunksAsync(1, 3);
        Assert.Single((await first.EndWholeAsync(rig.Server, 4)).Attempts);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N18_A_call_that_one_instance_does_not_take_is_opened_at_another(VoiceCallSessionTransport transport)
    {
        await using var rig = await RawRig.StartAsync(transport);
        rig.Server.ScriptConnections(Sick(), Sick(), Http2ConnectionPlan.Serving());
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        Assert.Equal(3, (await rig.EndWholeAsync(session, 1)).Attempts.Count);
        Assert.Equal(3, rig.Server.Connections.Count);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N18_A_live_call_that_one_instance_does_not_take_goes_on_at_another(VoiceCallSessionTransport transport)
    {
        await using var rig = await RawRig.StartAsync(transport);
        rig.Server.ScriptConnections(
            Http2ConnectionPlan.Serving().WithStreams(Http2StreamPlan.Answering().AfterMessages(6, Http2Action.CloseConnection())),
            Sick(),
            Http2ConnectionPlan.Serving());
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 9);
        await rig.EndWholeAsync(session, 10);
        Assert.Equal(3, rig.Server.Connections.Count);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N18_A_single_event_that_one_instance_does_not_take_goes_to_another(VoiceCallSessionTransport transport)
    {
        await using var rig = await RawRig.StartAsync(transport);
        rig.Server.ScriptConnections(Sick(), Http2ConnectionPlan.Serving());
        await rig.Client.ProcessSessionEventAsync(
            "profile-1", SessionEventBuilder.CallStarted("call-1").Build()).WaitAsync(CallRig.Watchdog);
        Assert.Equal(2, rig.Server.Connections.Count);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N18_An_instance_that_accepts_and_never_answers_costs_one_attempt_of_an_outage(VoiceCallSessionTransport transport)
    {
        await using var rig = await RawRig.StartAsync(transport, o => o.OpenAttemptTimeout = TimeSpan.FromMilliseconds(300));
        rig.Server.ScriptConnections(
            Http2ConnectionPlan.Serving().WithStreams(Http2StreamPlan.Answering().AfterMessages(6, Http2Action.CloseConnection())),
            Http2ConnectionPlan.Silent(),
            Http2ConnectionPlan.Serving());
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 9);
        var report = await rig.EndWholeAsync(session, 10);
        Assert.Equal((3, 3), (report.Attempts.Count, rig.Server.Connections.Count));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S18_A_server_that_closes_connections_for_too_many_pings_gets_fewer(VoiceCallSessionTransport transport)
    {
        await using var rig = await RawRig.StartAsync(transport, o => o.Http.KeepAlivePingDelay = TimeSpan.FromSeconds(2));

        // Between the interval at first, 2 s, and the one after the complaint, 4 s.
        rig.Server.ScriptConnections(Http2ConnectionPlan.Serving().LimitPings(TimeSpan.FromSeconds(3), maxStrikes: 0));
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        var second = (await rig.Server.WaitForConnectionsAsync(2).WaitAsync(CallRig.Watchdog))[1];
        await second.WaitForPingsAsync(2).WaitAsync(CallRig.Watchdog);

        Assert.Equal(CallOutcome.Completed, (await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).Outcome);
        Assert.Equal(2, rig.Server.Connections.Count);
        Assert.Single(rig.Server.Connections[0].GoAways);
        Assert.Empty(second.GoAways);
    }

    private static Http2ConnectionPlan Sick() => Http2ConnectionPlan.Serving().WithStreams(
        Http2StreamPlan.Answering().HoldHeaders().AfterMessages(
            0, Http2Action.Status(StatusCode.Unavailable, "this instance is shutting down")));
}
