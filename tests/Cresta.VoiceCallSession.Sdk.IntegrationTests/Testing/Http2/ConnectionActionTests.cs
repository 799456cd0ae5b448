using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>What is done to connections, as clients see it.</summary>
public sealed class ConnectionActionTests : RawServerTest
{
    [Fact]
    public async Task GOAWAY_has_its_code_text_and_last_stream()
    {
        using var client = await ConnectAsync();
        await client.OpenStreamAsync(1);
        await client.OpenStreamAsync(3);
        await client.SettleAsync();

        Server.Connections[0].Execute(
            Http2Action.GoAway(Http2ErrorCode.InternalError, "é"), Http2Action.GoAway((Http2ErrorCode)0x99, "", 1));

        Assert.Equal([0, 0, 0, 3, 0, 0, 0, 2, .. "é"u8], (await client.ReadAsync(FrameType.GoAway)).Payload.ToArray());
        Assert.Equal([0, 0, 0, 1, 0, 0, 0, 0x99], (await client.ReadAsync(FrameType.GoAway)).Payload.ToArray());
        Assert.Equal(
            [new(Http2ErrorCode.InternalError, "é", 3), new Http2GoAway((Http2ErrorCode)0x99, "", 1)], Server.Connections[0].GoAways);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task GOAWAY_leaves_the_stream_and_new_calls_take_a_new_connection(CallTransport transport)
    {
        Server.ScriptNext(Http2StreamPlan.Answering().NeverAnswer().AfterMessages(
            1, Http2Action.GoAway(Http2ErrorCode.NoError), Http2Action.CloseConnectionWhenIdle(), Http2Action.Send("\n")));
        using var first = Open(transport);
        await first.SendAsync();

        // The client handles frames in their order: it knows of the GOAWAY when it has what was sent after it.
        await first.ReadAsync(1);
        using var second = Open(transport);
        second.HalfClose();
        Assert.Empty(await second.ReadAnswersAsync());
        await first.SendAsync();
        first.HalfClose();
        Assert.Empty(await first.ReadAnswersAsync());

        Assert.Equal([1, 2], Server.Streams.Select(stream => stream.Connection.Number));
        Assert.Equal([2L, 0L], Server.Streams.Select(stream => stream.MessageCount));
        await Server.Connections[0].WaitForCloseAsync().Guarded();
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task GOAWAY_with_a_code_and_the_end_of_the_connection_fails_the_stream(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Answering().NeverAnswer().AfterMessages(
            1, Http2Action.GoAway(Http2ErrorCode.EnhanceYourCalm, "", lastStreamId: 0), Http2Action.CloseConnection()));
        using var call = Open(transport);
        await call.Response.Guarded();
        await call.SendAsync();

        Assert.Equal((long)Http2ErrorCode.EnhanceYourCalm, (await call.FailureAsync()).ErrorCode);
        Assert.Equal(RawHttp2StreamEnding.ConnectionClosedByServer, Server.Streams[0].Ending);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_ends_by_FIN_or_by_RST(bool abort)
    {
        Server.Script(Http2StreamPlan.Answering().AfterMessages(1, abort ? Http2Action.AbortConnection() : Http2Action.CloseConnection()));
        using var client = await ConnectAsync();
        await client.OpenStreamAsync(1);

        // What comes after the end, and is never read as a frame, must not turn the FIN into an RST.
        await client.SendDataAsync(1, [.. CallMessages.Audio(CallTransport.Grpc, 1), .. CallMessages.Audio(CallTransport.Grpc, 2)]);
        await client.SendUnlessResetAsync(new byte[100_000]);
        var (frames, end) = await client.ReadToEndAsync();

        Assert.Equal(abort ? TcpEnd.Reset : TcpEnd.Fin, end);
        if (!abort)
        {
            Assert.Contains(frames, frame => frame.Type == FrameType.Data);
        }

        Assert.Equal(RawHttp2StreamEnding.ConnectionClosedByServer, Server.Streams[0].Ending);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_connection_that_a_client_closes_ends_its_streams(CallTransport transport)
    {
        using (var client = await ConnectAsync())
        {
            await client.OpenStreamAsync(1, transport);
            await client.SettleAsync();
        }

        await Server.Streams[0].WaitForEndAsync().Guarded();
        Assert.Equal(RawHttp2StreamEnding.ConnectionClosedByClient, Server.Streams[0].Ending);
        await Server.WaitForDisconnectionAsync().Guarded();
        Assert.False(Server.Connections[0].IsOpen);
    }

    [Fact]
    public async Task A_limit_of_streams_can_come_later_and_is_kept()
    {
        using var client = await ConnectAsync();
        await client.OpenStreamAsync(1);
        await client.SettleAsync();
        Server.Connections[0].Execute(Http2Action.ChangeSettings(new Http2Settings { MaxConcurrentStreams = 1 }));
        Assert.Equal([0, 3, 0, 0, 0, 1], (await client.ReadAsync(FrameType.Settings)).Payload.ToArray());

        // Not acknowledged yet: the stream was on its way, and is refused without an error.
        await client.OpenStreamAsync(3);
        Assert.Equal((3, "00000007"), await client.ReadResetAsync());
        Assert.Empty(Server.ProtocolErrors);

        await client.AcknowledgeSettingsAsync(2);
        await client.OpenStreamAsync(5);
        Assert.Equal((5, "00000007"), await client.ReadResetAsync());
        Assert.Contains("limit of 1", Assert.Single(Server.ProtocolErrors).Message);

        await client.SendDataAsync(1, [], endStream: true);
        await client.OpenStreamAsync(7);
        await client.SettleAsync();
        Assert.Equal([1, 7], Server.Streams.Select(stream => stream.StreamId));
    }

    [Fact]
    public async Task Any_frame_is_sent_on_a_stream_and_on_the_connection()
    {
        using var client = await ConnectAsync();
        await client.OpenStreamAsync(1);
        await client.SettleAsync();

        Server.Streams[0].Execute(Http2Action.Frame(0xfe, 0x42, new byte[] { 1 }), Http2Action.ConnectionFrame(0xff, 0, new byte[] { 2 }));

        var onStream = await client.ReadAsync((FrameType)0xfe);
        Assert.Equal((1, 0x42, 1), (onStream.StreamId, (int)onStream.Flags, onStream.Payload.Span[0]));
        var onConnection = await client.ReadAsync((FrameType)0xff);
        Assert.Equal((0, 2), (onConnection.StreamId, onConnection.Payload.Span[0]));
    }

    [Fact]
    public async Task What_the_client_says_of_the_connection_is_recorded()
    {
        using var client = await ConnectAsync();
        await client.SendAsync(
            FrameBytes.Settings([new(SettingId.InitialWindowSize, 1), new((SettingId)0x99, 2), new(SettingId.InitialWindowSize, 3)]));
        await client.SendAsync(FrameBytes.GoAway(Http2ErrorCode.InternalError, "bye", 2));
        await client.SettleAsync();

        Assert.Equal([new(4, 3), new(0x99, 2)], Server.Connections[0].ClientSettings);
        Assert.Equal(new Http2GoAway(Http2ErrorCode.InternalError, "bye", 2), Server.Connections[0].ClientGoAway);
        Assert.Empty(Server.ProtocolErrors);
    }

    [Fact]
    public async Task Actions_on_streams_need_a_stream()
    {
        using var client = await ConnectAsync();
        await client.SettleAsync();
        var failure = Assert.Throws<ArgumentException>(() => Server.Connections[0].Execute(Http2Action.Reset(Http2ErrorCode.Cancel)));
        Assert.Contains("RST_STREAM Cancel", failure.Message);
        Assert.Throws<ArgumentException>(() => Http2ConnectionPlan.Serving().After(TimeSpan.Zero, Http2Action.EndStream()));
    }
}
