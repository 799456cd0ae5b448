using System.Text;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>Plans of connections, frame by frame.</summary>
public sealed class ConnectionPlanTests : RawServerTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Settings_are_sent_first_and_those_that_are_not_set_are_left_out()
    {
        Server.ScriptConnections(
            Http2ConnectionPlan.Serving(),
            Http2ConnectionPlan.Serving().WithSettings(new Http2Settings { MaxConcurrentStreams = 7, InitialWindowSize = 70_000 }));
        using var usual = await ConnectAsync();
        using var special = await ConnectAsync();

        Assert.Empty((await usual.ReadAsync(FrameType.Settings)).Payload.ToArray());
        Assert.Equal(
            [new(SettingId.MaxConcurrentStreams, 7), new(SettingId.InitialWindowSize, 70_000)],
            FrameBytes.ReadSettings((await special.ReadAsync(FrameType.Settings)).Payload.Span));
    }

    [Fact]
    public async Task Requests_are_limited_by_GOAWAY_and_later_ones_ignored()
    {
        Server.ScriptConnections(Http2ConnectionPlan.Serving().LimitRequests(2), Http2ConnectionPlan.Serving());
        using var client = await ConnectAsync();
        await client.OpenStreamAsync(1);
        await client.OpenStreamAsync(3);
        var goAway = await client.ReadAsync(FrameType.GoAway);
        await client.OpenStreamAsync(5);
        await client.SendDataAsync(5, [1, 2, 3]);
        await client.SettleAsync();

        Assert.Equal([0, 0, 0, 3, 0, 0, 0, 0], goAway.Payload.ToArray());
        Assert.Equal((2, 1), (Server.Connections[0].StreamCount, Server.Connections[0].IgnoredStreamCount));
        Assert.Equal(new Http2GoAway(Http2ErrorCode.NoError, "", 3), Assert.Single(Server.Connections[0].GoAways));

        await client.SendDataAsync(1, [], endStream: true);
        await client.SettleAsync();
        await client.SendDataAsync(3, [], endStream: true);

        Assert.Equal(TcpEnd.Fin, (await client.ReadToEndAsync()).End);
        Assert.Empty(Server.ProtocolErrors);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_client_that_is_limited_opens_another_connection(CallTransport transport)
    {
        Server.ScriptConnections(Http2ConnectionPlan.Serving().LimitRequests(2));
        for (var i = 0; i < 5; i++)
        {
            using var call = Open(transport);
            await call.SendAsync();
            call.HalfClose();
            Assert.Equal(["1"], await call.ReadAnswersAsync());
        }

        Assert.Equal([1, 1, 2, 2, 3], Server.Streams.Select(stream => stream.Connection.Number));
    }

    [Fact]
    public async Task Pings_that_come_too_soon_end_the_connection()
    {
        Server.ScriptConnections(Http2ConnectionPlan.Serving().LimitPings(Second, maxStrikes: 2));
        using var client = await ConnectAsync();
        for (var ping = 0; ping < 3; ping++)
        {
            await client.SettleAsync();
        }

        Time.Advance(Second);
        await client.SettleAsync();
        await client.PingAsync();

        var (frames, end) = await client.ReadToEndAsync();
        Assert.Equal(TcpEnd.Fin, end);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 11, .. "too_many_pings"u8], frames[^1].Payload.ToArray());
        Assert.Equal(5, Server.Connections[0].PingCount);
        Assert.Equal(new Http2GoAway(Http2ErrorCode.EnhanceYourCalm, "too_many_pings", 0), Assert.Single(Server.Connections[0].GoAways));
    }

    [Fact]
    public async Task Headers_and_data_in_between_reset_the_count_of_strikes()
    {
        Server.ScriptConnections(Http2ConnectionPlan.Serving().LimitPings(Second, maxStrikes: 0));
        using var client = await ConnectAsync();
        await client.SettleAsync();
        await client.OpenStreamAsync(1);
        await client.SettleAsync();
        await client.SendDataAsync(1, CallMessages.Audio(CallTransport.Grpc, 1));
        await client.SettleAsync();
        Assert.True(Server.Connections[0].IsOpen);

        await client.PingAsync();

        Assert.Equal(FrameType.GoAway, (await client.ReadToEndAsync()).Frames[^1].Type);
    }

    [Fact]
    public async Task Pings_are_left_unanswered()
    {
        Server.ScriptConnections(Http2ConnectionPlan.Serving().IgnorePings());
        using var client = await ConnectAsync();
        await client.PingAsync();
        await (await Server.WaitForConnectionsAsync(1).Guarded())[0].WaitForPingsAsync(1).Guarded();

        Server.Connections[0].Execute(Http2Action.CloseConnection());

        Assert.DoesNotContain((await client.ReadToEndAsync()).Frames, frame => frame.Type == FrameType.Ping);
    }

    [Fact]
    public async Task A_connection_is_closed_at_its_maximum_age()
    {
        Server.ScriptConnections(Http2ConnectionPlan.Serving()
            .After(Second, Http2Action.GoAway(Http2ErrorCode.NoError, "max_age", int.MaxValue))
            .After(2 * Second, Http2Action.CloseConnectionWhenIdle()));
        using var client = await ConnectAsync();
        await client.OpenStreamAsync(1);
        await client.SettleAsync();
        Time.Advance(2 * Second);
        Assert.Equal([0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0, .. "max_age"u8], (await client.ReadAsync(FrameType.GoAway)).Payload.ToArray());
        await client.OpenStreamAsync(3, endStream: true);
        await client.SettleAsync();

        await client.SendDataAsync(1, [], endStream: true);

        Assert.Equal(TcpEnd.Fin, (await client.ReadToEndAsync()).End);
        Assert.Equal(2, Server.Streams.Count);
    }

    [Fact]
    public async Task All_streams_of_a_connection_are_refused()
    {
        Server.ScriptConnections(Http2ConnectionPlan.Serving().RefuseStreams());
        using var client = await ConnectAsync();
        for (var id = 1; id < 6; id += 2)
        {
            await client.OpenStreamAsync(id);
            Assert.Equal([0, 0, 0, 7], (await client.ReadAsync(FrameType.RstStream)).Payload.ToArray());
        }
    }

    [Fact]
    public async Task An_endpoint_without_HTTP2_answers_in_HTTP1()
    {
        Server.ScriptConnections(Http2ConnectionPlan.Http1("HTTP/1.1 505 No\r\n\r\n"), Http2ConnectionPlan.Http1());
        using var client = await ConnectAsync();
        Assert.Equal("HTTP/1.1 505 No\r\n\r\n", Encoding.ASCII.GetString(await client.ReadRestAsync()));

        using var call = Open(CallTransport.Grpc);
        await Assert.ThrowsAsync<HttpRequestException>(() => call.Response.Guarded());
        Assert.Empty(Server.Streams);
    }

    [Fact]
    public async Task A_silent_endpoint_sends_nothing()
    {
        Server.ScriptConnections(Http2ConnectionPlan.Silent());
        using var client = await ConnectAsync();
        await client.OpenStreamAsync(1);
        await Server.WaitForConnectionsAsync(1).Guarded();

        Server.Connections[0].Execute(Http2Action.CloseConnection());

        Assert.Empty(await client.ReadRestAsync());
        Assert.Empty(Server.Streams);
    }
}
