using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>Windows in both directions.</summary>
public sealed class FlowControlTests : RawServerTest
{
    // gRPC's framing, the sequence id, and tag and length of the padding.
    private const int AnswerOverhead = 5 + 3 + 5;

    [Fact]
    public async Task What_is_read_is_given_back_to_stream_and_connection()
    {
        using var client = await ConnectAsync();
        await client.OpenStreamAsync(1);
        await client.SendDataAsync(1, new byte[1_000]);

        Assert.Equal([(0, 1_000), (1, 1_000)], Updates(await client.SettleAsync()));
    }

    [Fact]
    public async Task A_stream_that_is_not_read_gets_no_window_and_holds_up_no_other()
    {
        Server.Script(Http2StreamPlan.Answering().AfterMessages(1, Http2Action.StopReading()), Http2StreamPlan.Answering());
        using var client = await ConnectAsync();
        await client.OpenStreamAsync(1);
        await client.OpenStreamAsync(3);
        await client.SendDataAsync(1, CallMessages.Audio(CallTransport.Grpc, 1, bytes: 1_000));
        for (var rest = 64_000; rest > 0; rest -= 16_000)
        {
            await client.SendDataAsync(1, new byte[16_000]);
        }

        await client.SendDataAsync(3, CallMessages.Audio(CallTransport.Grpc, 1));
        await client.SendDataAsync(1, [], endStream: true);
        var frames = await client.SettleAsync();

        Assert.DoesNotContain(Updates(frames), update => update.StreamId == 1);
        Assert.True(Updates(frames).Where(update => update.StreamId == 0).Sum(update => update.Increment) > 65_000);
        Assert.Equal([1L, 1L], Server.Streams.Select(stream => stream.MessageCount));
        Assert.Equal([1L, 1L], Server.Streams.Select(stream => stream.AnsweredCount));
        Assert.Equal(RawHttp2StreamEnding.Running, Server.Streams[0].Ending);
        Assert.Empty(Server.ProtocolErrors);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_client_can_write_no_more_than_the_window_of_a_stream_that_is_not_read(CallTransport transport)
    {
        Server.ScriptConnections(Http2ConnectionPlan.Serving().WithSettings(new Http2Settings { InitialWindowSize = 2_000 }));
        Server.Script(Http2StreamPlan.Answering().AfterMessages(0, Http2Action.StopReading()));
        using var call = Open(transport);
        await call.Response.Guarded();

        var writing = call.SendAsync(1_000);

        // Another stream goes on, and the first is still not written.
        Server.ScriptNext(Http2StreamPlan.Answering());
        using var other = Open(transport);
        await other.SendAsync(100);
        other.HalfClose();
        Assert.Equal(100, (await other.ReadAnswersAsync()).Length);
        Assert.False(writing.IsCompleted);
        Assert.Equal(0, Server.Streams[0].MessageCount);
        await call.CancelAsync();
        await writing.Guarded();
    }

    [Fact]
    public async Task Answers_wait_for_the_windows_of_stream_and_connection()
    {
        Server.Script(Http2StreamPlan.Answering().PadAnswers(70_000), Http2StreamPlan.Answering());
        using var client = await ConnectAsync();
        await client.SendAsync(FrameBytes.Settings([new(SettingId.InitialWindowSize, 100)]));
        await client.OpenStreamAsync(1);
        await client.SendDataAsync(1, CallMessages.Audio(CallTransport.Grpc, 1), endStream: true);
        Assert.Equal(100, DataBytes(await client.SettleAsync(), 1));

        await client.SendAsync(FrameBytes.WindowUpdate(1, 50));
        Assert.Equal(50, DataBytes(await client.SettleAsync(), 1));

        // 65,535 of the connection less 150, and no more of the stream's window than that.
        await client.SendAsync(FrameBytes.Settings([new(SettingId.InitialWindowSize, 100_000)]));
        Assert.Equal(65_385, DataBytes(await client.SettleAsync(), 1));
        Assert.Equal(RawHttp2StreamEnding.Running, Server.Streams[0].Ending);

        await client.SendAsync(FrameBytes.WindowUpdate(0, 100_000));
        var frames = await client.SettleAsync();
        Assert.Equal(70_000 + AnswerOverhead - 65_535, DataBytes(frames, 1));
        Assert.Equal(FrameType.Headers, frames[^1].Type);
        Assert.Equal(RawHttp2StreamEnding.EndedByServer, Server.Streams[0].Ending);
    }

    [Fact]
    public async Task A_reset_discards_what_waits_for_a_window()
    {
        Server.Script(Http2StreamPlan.Answering().AfterMessages(1, Http2Action.Reset(Http2ErrorCode.InternalError)));
        using var client = await ConnectAsync();
        await client.SendAsync(FrameBytes.Settings([new(SettingId.InitialWindowSize, 0)]));
        await client.OpenStreamAsync(1);
        await client.SendDataAsync(1, CallMessages.Audio(CallTransport.Grpc, 1));
        Assert.Equal((1, "00000002"), await client.ReadResetAsync());

        await client.SendAsync(FrameBytes.WindowUpdate(1, 1_000));
        Assert.Empty(await client.SettleAsync());
        Assert.Empty(Server.ProtocolErrors);
    }

    [Fact]
    public async Task Frames_are_no_larger_than_the_client_allows()
    {
        using var client = await ConnectAsync();
        Server.Script(Http2StreamPlan.Answering().PadAnswers(20_000).WithHeader("x-long", new string('x', 20_000)));
        await client.OpenStreamAsync(1);
        await client.SendDataAsync(1, CallMessages.Audio(CallTransport.Grpc, 1));

        var frames = await client.SettleAsync();

        var ofStream = frames.Where(frame => frame.StreamId == 1 && frame.Type != FrameType.WindowUpdate).ToList();
        Assert.Equal([FrameType.Headers, FrameType.Continuation], ofStream.Take(2).Select(frame => frame.Type));
        Assert.Equal(16_384, ofStream[0].Payload.Length);
        Assert.Equal(
            [16_384, 20_000 + AnswerOverhead - 16_384],
            ofStream.Where(frame => frame.Type == FrameType.Data).Select(frame => frame.Payload.Length));
    }

    private static IEnumerable<(int StreamId, int Increment)> Updates(IEnumerable<Frame> frames) =>
        from frame in frames
        where frame.Type == FrameType.WindowUpdate
        select (frame.StreamId, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(frame.Payload.Span));

    private static int DataBytes(IEnumerable<Frame> frames, int streamId) =>
        frames.Where(frame => frame.Type == FrameType.Data && frame.StreamId == streamId).Sum(frame => frame.Payload.Length);
}
