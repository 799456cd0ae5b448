using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>What clients do wrong is recorded, and ends no more than it has to.</summary>
public sealed class ProtocolErrorTests : RawServerTest
{
    private const FrameFlags None = FrameFlags.None;
    private const FrameFlags EndHeaders = FrameFlags.EndHeaders;

    private static byte[] BlockStart => FrameBytes.Of(FrameType.Headers, None, 3, []);

    /// <summary>Frames after stream 1 has been opened, the code of the GOAWAY, and what the record says.</summary>
    public static TheoryData<byte[], Http2ErrorCode, string> Fatal() => new()
    {
        { FrameBytes.Of(FrameType.Data, None, 0, [1]), Http2ErrorCode.ProtocolError, "DATA comes on stream 0" },
        { FrameBytes.Of(FrameType.Data, None, 99, [1]), Http2ErrorCode.ProtocolError, "never opened" },
        { FrameBytes.Of(FrameType.Data, FrameFlags.Padded, 1, [9, 1]), Http2ErrorCode.ProtocolError, "more padding" },
        { FrameBytes.Of(FrameType.Data, None, 1, new byte[16_385]), Http2ErrorCode.FrameSizeError, "16385 bytes" },
        { FrameBytes.Of(FrameType.Headers, EndHeaders, 2, []), Http2ErrorCode.ProtocolError, "even id" },
        { FrameBytes.Of(FrameType.Headers, EndHeaders, 3, [0x80]), Http2ErrorCode.CompressionError, "index 0" },
        { FrameBytes.Of(FrameType.Headers, EndHeaders | FrameFlags.Padded, 3, []), Http2ErrorCode.ProtocolError, "more padding" },
        { FrameBytes.Of(FrameType.Continuation, EndHeaders, 1, []), Http2ErrorCode.ProtocolError, "outside of a header block" },
        { [.. BlockStart, .. FrameBytes.Of(FrameType.Ping, None, 0, new byte[8])], Http2ErrorCode.ProtocolError, "inside a header block" },
        { [.. BlockStart, .. FrameBytes.Of(FrameType.Continuation, EndHeaders, 5, [])], Http2ErrorCode.ProtocolError, "continues" },
        { FrameBytes.Of(FrameType.RstStream, None, 1, [1]), Http2ErrorCode.FrameSizeError, "RstStream has 1 bytes" },
        { FrameBytes.RstStream(99, Http2ErrorCode.NoError), Http2ErrorCode.ProtocolError, "never opened" },
        { FrameBytes.Of(FrameType.Settings, None, 0, [1]), Http2ErrorCode.FrameSizeError, "Settings has 1 bytes" },
        { FrameBytes.Of(FrameType.Settings, None, 1, []), Http2ErrorCode.ProtocolError, "on stream 1" },
        { FrameBytes.Settings([new(SettingId.InitialWindowSize, uint.MaxValue)]), Http2ErrorCode.FlowControlError, "larger than" },
        { FrameBytes.Settings([new(SettingId.MaxFrameSize, 16_383)]), Http2ErrorCode.ProtocolError, "largest frame to 16383" },
        { FrameBytes.Of(FrameType.Headers, EndHeaders, 0, []), Http2ErrorCode.ProtocolError, "on stream 0" },
        { FrameBytes.Of(FrameType.Ping, None, 0, new byte[9]), Http2ErrorCode.FrameSizeError, "Ping has 9 bytes" },
        { FrameBytes.Of(FrameType.Ping, None, 1, new byte[8]), Http2ErrorCode.ProtocolError, "on stream 1" },
        { FrameBytes.Of(FrameType.WindowUpdate, None, 0, [1]), Http2ErrorCode.FrameSizeError, "WindowUpdate has 1 bytes" },
        { FrameBytes.Of(FrameType.PushPromise, None, 1, []), Http2ErrorCode.ProtocolError, "from a client" },
        { FrameBytes.Of(FrameType.Ping, None, 0, [1]), Http2ErrorCode.FrameSizeError, "Ping has 1 bytes" },
        { FrameBytes.Of(FrameType.GoAway, None, 0, [1]), Http2ErrorCode.FrameSizeError, "GoAway has 1 bytes" },
        { FrameBytes.WindowUpdate(0, int.MaxValue), Http2ErrorCode.FlowControlError, "larger than" },
        { FrameBytes.WindowUpdate(1, int.MaxValue), Http2ErrorCode.FlowControlError, "larger than" },
    };

    /// <summary>Frames after stream 1 has been opened, and what the record says, or nothing.</summary>
    public static TheoryData<byte[], string?> Harmless() => new()
    {
        { FrameBytes.WindowUpdate(1, 0), "increment of 0" },
        { FrameBytes.Of(FrameType.Priority, None, 1, [1]), "PRIORITY has 1 bytes" },
        { FrameBytes.Of(FrameType.Priority, None, 1, new byte[5]), null },
        { FrameBytes.Of((FrameType)0x42, None, 1, [1]), null },
        { FrameBytes.Of(FrameType.Ping, FrameFlags.Ack, 0, new byte[8]), null },
        { FrameBytes.Of(FrameType.Headers, EndHeaders, 1, []), "is no trailer" },
        { FrameBytes.Of(FrameType.Data, FrameFlags.Padded, 1, [2, 0, 0]), null },
        { [.. FrameBytes.RstStream(1, Http2ErrorCode.NoError), .. FrameBytes.Of(FrameType.Data, None, 1, [1])], null },
        { FrameBytes.Of(FrameType.Data, FrameFlags.EndStream, 1, [0]), "ends inside a message" },
        { FrameBytes.Of(FrameType.Data, None, 1, [0, 0, 0, 0, 1, 0x0a]), "Message 1 cannot be read" },
        { FrameBytes.Of(FrameType.Data, None, 1, [1, 0, 0, 0, 1, 0x0a]), "Message 1 cannot be read: A message is compressed" },
    };

    [Theory, MemberData(nameof(Fatal))]
    public async Task A_connection_that_cannot_go_on_ends_with_GOAWAY(byte[] bytes, Http2ErrorCode code, string message)
    {
        using var client = await ConnectAsync();
        await client.OpenStreamAsync(1);
        await client.SendAsync(bytes);

        var (frames, end) = await client.ReadToEndAsync();

        Assert.Equal(TcpEnd.Fin, end);
        Assert.Equal(FrameType.GoAway, frames[^1].Type);
        Assert.Equal(code, Assert.Single(Server.Connections[0].GoAways).ErrorCode);
        Assert.Contains(message, Assert.Single(Server.ProtocolErrors).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, MemberData(nameof(Harmless))]
    public async Task What_can_be_ignored_is_ignored(byte[] bytes, string? message)
    {
        Server.Script(Http2StreamPlan.Answering().NeverEnd());
        using var client = await ConnectAsync();
        await client.OpenStreamAsync(1);
        await client.SendAsync(bytes);
        await client.SettleAsync();

        if (message is null)
        {
            Assert.Empty(Server.ProtocolErrors);
        }
        else
        {
            var error = Assert.Single(Server.ProtocolErrors);
            Assert.Equal((1, 1), (error.ConnectionNumber, error.StreamId));
            Assert.Contains(message, error.Message);
        }
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_counts_and_the_stream_goes_on()
    {
        using var client = await ConnectAsync();
        await client.OpenStreamAsync(1, CallTransport.Rest);
        await client.SendDataAsync(1, [.. "no JSON\n{\"sequenceId\":\n\n"u8, .. CallMessages.Audio(CallTransport.Rest, 7)]);
        await client.SettleAsync();

        Assert.Equal(2, Server.ProtocolErrors.Count);
        Assert.Equal(
            [ReceivedMessageKind.Nothing, ReceivedMessageKind.Nothing, ReceivedMessageKind.Audio],
            Server.Streams[0].Messages.Select(message => message.Kind));
        Assert.Equal(["7"], Server.Streams[0].SequenceIds);
        Assert.Equal(1, Server.Streams[0].AnsweredCount);
    }

    [Fact]
    public async Task DATA_beyond_the_window_and_after_the_half_close_is_recorded()
    {
        Server.ScriptConnections(Http2ConnectionPlan.Serving().WithSettings(new Http2Settings { InitialWindowSize = 10 }));
        Server.Script(Http2StreamPlan.Answering().NeverEnd().AfterMessages(0, Http2Action.StopReading()));
        using var client = await ConnectAsync();
        await client.AcknowledgeSettingsAsync(1);
        await client.OpenStreamAsync(1);
        await client.SendDataAsync(1, new byte[10]);
        await client.SettleAsync();
        Assert.Empty(Server.ProtocolErrors);

        await client.SendDataAsync(1, [1], endStream: true);
        await client.SendDataAsync(1, [1]);
        await client.AcknowledgeSettingsAsync(1);
        await client.SettleAsync();

        Assert.Equal(
            [
                "DATA exceed the stream's window by 1 bytes.",
                "DATA come after the half-close.",
                "SETTINGS are acknowledged that were not sent.",
            ],
            Server.ProtocolErrors.Select(error => error.Message));
    }

    [Fact]
    public async Task A_header_block_comes_in_parts_with_priority_and_padding_and_trailers_end_the_request()
    {
        var block = HpackEncoder.Encode(FrameClient.Head(CallTransport.Grpc));
        using var client = await ConnectAsync();
        await client.SendAsync(FrameType.Headers, 1, [1, 0, 0, 0, 0, 1, .. block[..20], 0], FrameFlags.Padded | FrameFlags.Priority);
        await client.SendAsync(FrameType.Continuation, 1, block[20..30]);
        await client.SendAsync(FrameType.Continuation, 1, block[30..], EndHeaders);
        await client.SendDataAsync(1, CallMessages.Audio(CallTransport.Grpc, 1));
        await client.SendAsync(FrameType.Headers, 1, HpackEncoder.Encode([new("x", "y")]), EndHeaders | FrameFlags.EndStream);
        await client.SettleAsync();

        Assert.Empty(Server.ProtocolErrors);
        Assert.Equal(CallMessages.Path(CallTransport.Grpc), Server.Streams[0].Path);
        Assert.Equal("POST", Server.Streams[0].Headers[":method"]);
        Assert.True(Server.Streams[0].ClientHalfClosed);
        Assert.Equal(RawHttp2StreamEnding.EndedByServer, Server.Streams[0].Ending);
    }

    [Fact]
    public async Task A_connection_without_the_preface_is_recorded_and_closed()
    {
        using var client = await FrameClient.ConnectAsync(Server);
        await client.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());

        Assert.Equal(TcpEnd.Fin, (await client.ReadToEndAsync()).End);
        Assert.Contains("preface", Assert.Single(Server.ProtocolErrors).Message);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task An_unknown_method_is_answered_with_UNIMPLEMENTED_or_404(CallTransport transport)
    {
        using var client = await ConnectAsync();
        var head = HpackEncoder.Encode([new(":path", "/a/b"), new("content-type", CallMessages.ContentType(transport))]);
        await client.SendAsync(FrameType.Headers, 1, head, EndHeaders | FrameFlags.EndStream);

        var expected = transport == CallTransport.Grpc ? new HeaderField("grpc-status", "12") : new HeaderField(":status", "404");
        Assert.Contains(expected, await client.ReadHeadersAsync());
        Assert.Empty(Server.ProtocolErrors);
    }
}
