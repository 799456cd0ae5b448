using System.Buffers.Binary;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>Handles the frames of one connection, in their order. Guarded by the connection's lock.</summary>
internal sealed class FrameHandler(ServerConnection connection)
{
    private const int PingLength = 8;
    private const int PriorityLength = 5;
    private const int GoAwayPrefixLength = 8;
    private const uint SmallestMaxFrameSize = 16_384;
    private const uint LargestMaxFrameSize = 16_777_215;
    private const uint StreamIdMask = 0x7fff_ffff;
    private const string TooManyPings = "too_many_pings";

    private readonly HeaderHandler _headers = new(connection);

    /// <summary>Lets the client use as large a table as the settings allow.</summary>
    public void LimitHeaderTable() => _headers.LimitTable();

    /// <exception cref="Http2ConnectionException">The frame breaks the protocol so that the connection cannot go on.</exception>
    public void Handle(Frame frame)
    {
        if (connection.Settings.MaxFrameSize is var largest && frame.Payload.Length > largest)
        {
            throw Error(Http2ErrorCode.FrameSizeError, frame, $"{frame.Type} has {frame.Payload.Length} bytes, and {largest} are allowed.");
        }

        if (_headers.IsInBlock != (frame.Type == FrameType.Continuation))
        {
            var where = _headers.IsInBlock ? "inside" : "outside of";
            throw Error(Http2ErrorCode.ProtocolError, frame, $"{frame.Type} comes {where} a header block.");
        }

        switch (frame.Type)
        {
            case FrameType.Data:
                OnData(frame);
                break;
            case FrameType.Headers:
                _headers.OnHeaders(frame);
                break;
            case FrameType.Continuation:
                _headers.OnContinuation(frame);
                break;
            case FrameType.RstStream:
                OnRstStream(frame);
                break;
            case FrameType.Settings:
                OnSettings(frame);
                break;
            case FrameType.Ping:
                OnPing(frame);
                break;
            case FrameType.GoAway:
                OnGoAway(frame);
                break;
            case FrameType.WindowUpdate:
                OnWindowUpdate(frame);
                break;
            case FrameType.PushPromise:
                throw Error(Http2ErrorCode.ProtocolError, frame, "PUSH_PROMISE comes from a client.");
            case FrameType.Priority when frame.Payload.Length != PriorityLength:
                connection.RecordError(frame.StreamId, $"PRIORITY has {frame.Payload.Length} bytes.");
                break;
            case FrameType.Priority:
            default:
                // Priorities and frames of unknown types are ignored.
                break;
        }
    }

    private static Http2ConnectionException Error(Http2ErrorCode code, Frame frame, string message) => new(code, frame.StreamId, message);

    private static uint Number(ReadOnlyMemory<byte> payload) => BinaryPrimitives.ReadUInt32BigEndian(payload.Span);

    private static void ExpectStream(Frame frame, bool isStream)
    {
        if (frame.StreamId != 0 != isStream)
        {
            throw Error(Http2ErrorCode.ProtocolError, frame, $"{frame.Type} comes on stream {frame.StreamId}.");
        }
    }

    private static void ExpectLength(Frame frame, int least, int most)
    {
        if (frame.Payload.Length < least || frame.Payload.Length > most)
        {
            throw Error(Http2ErrorCode.FrameSizeError, frame, $"{frame.Type} has {frame.Payload.Length} bytes.");
        }
    }

    // A stream that is closed or ignored is null: frames that were on their way are no fault.
    private ServerStream? StreamOf(Frame frame) => frame.StreamId <= connection.Streams.HighestId
        ? connection.Streams.Find(frame.StreamId)
        : throw Error(Http2ErrorCode.ProtocolError, frame, $"{frame.Type} comes on a stream that was never opened.");

    private void OnData(Frame frame)
    {
        ExpectStream(frame, isStream: true);
        var stream = StreamOf(frame);
        var content = frame.Content() ?? throw Error(Http2ErrorCode.ProtocolError, frame, "DATA has more padding than content.");

        // Whatever becomes of the stream, the others must not wait for it.
        if (frame.Payload.Length > 0)
        {
            connection.Output.Write(FrameBytes.WindowUpdate(0, frame.Payload.Length));
        }

        if (stream is null)
        {
            return;
        }

        if (stream.Record.ClientHalfClosed)
        {
            connection.RecordError(frame.StreamId, "DATA come after the half-close.");
            return;
        }

        stream.OnData(content.Span, frame.Payload.Length, frame.EndsStream);
        connection.Forget(stream);
    }

    private void OnRstStream(Frame frame)
    {
        ExpectStream(frame, isStream: true);
        ExpectLength(frame, sizeof(uint), sizeof(uint));
        if (StreamOf(frame) is { } stream)
        {
            stream.OnReset((Http2ErrorCode)Number(frame.Payload));
            connection.Forget(stream);
        }
    }

    private void OnSettings(Frame frame)
    {
        ExpectStream(frame, isStream: false);
        if (frame.IsAck)
        {
            if (!connection.Settings.Acknowledge())
            {
                connection.RecordError(0, "SETTINGS are acknowledged that were not sent.");
            }

            LimitHeaderTable();
            return;
        }

        var settings = FrameBytes.ReadSettings(frame.Payload.Span)
            ?? throw Error(Http2ErrorCode.FrameSizeError, frame, $"SETTINGS has {frame.Payload.Length} bytes.");
        foreach (var (id, value) in settings)
        {
            connection.Record.Received((int)id, value);
            Apply(frame, id, value);
        }

        connection.Output.Write(FrameBytes.Of(FrameType.Settings, FrameFlags.Ack, 0, []));
        Pump();
    }

    private void Apply(Frame frame, SettingId id, uint value)
    {
        if (id == SettingId.MaxFrameSize)
        {
            connection.Output.MaxFrameSize = value is >= SmallestMaxFrameSize and <= LargestMaxFrameSize
                ? (int)value
                : throw Error(Http2ErrorCode.ProtocolError, frame, $"SETTINGS set the largest frame to {value} bytes.");
        }

        if (id == SettingId.InitialWindowSize)
        {
            var change = value - connection.InitialSendWindow;
            connection.InitialSendWindow = value;
            if (value > SendWindow.Largest || !ChangeWindows(change))
            {
                throw Error(Http2ErrorCode.FlowControlError, frame, $"SETTINGS make a window larger than {SendWindow.Largest} bytes.");
            }
        }
    }

    private bool ChangeWindows(long change)
    {
        var areAllowed = true;
        foreach (var stream in connection.Streams.All)
        {
            areAllowed &= stream.ChangeWindow(change);
        }

        return areAllowed;
    }

    private void OnPing(Frame frame)
    {
        ExpectStream(frame, isStream: false);
        ExpectLength(frame, PingLength, PingLength);
        if (frame.IsAck)
        {
            return;
        }

        connection.Record.Pinged();
        if (!connection.Rules.IgnoresPings)
        {
            connection.Output.Write(FrameBytes.Of(FrameType.Ping, FrameFlags.Ack, 0, frame.Payload.Span));
        }

        if (connection.Output.Pings?.IsOneTooMany() == true)
        {
            connection.GoAway(Http2ErrorCode.EnhanceYourCalm, TooManyPings, lastStreamId: null);
            connection.Close();
        }
    }

    private void OnGoAway(Frame frame)
    {
        ExpectStream(frame, isStream: false);
        ExpectLength(frame, GoAwayPrefixLength, int.MaxValue);
        var code = (Http2ErrorCode)Number(frame.Payload[sizeof(uint)..]);
        var debugText = Encoding.UTF8.GetString(frame.Payload.Span[GoAwayPrefixLength..]);
        connection.Record.Received(new Http2GoAway(code, debugText, (int)(Number(frame.Payload) & StreamIdMask)));
    }

    private void OnWindowUpdate(Frame frame)
    {
        ExpectLength(frame, sizeof(uint), sizeof(uint));
        var increment = Number(frame.Payload) & StreamIdMask;
        if (increment == 0)
        {
            connection.RecordError(frame.StreamId, "WINDOW_UPDATE has an increment of 0.");
            return;
        }

        var stream = frame.StreamId == 0 ? null : StreamOf(frame);
        if (frame.StreamId == 0 ? !connection.Window.Change(increment) : stream?.ChangeWindow(increment) == false)
        {
            throw Error(Http2ErrorCode.FlowControlError, frame, $"WINDOW_UPDATE makes a window larger than {SendWindow.Largest} bytes.");
        }

        Pump();
    }

    private void Pump()
    {
        foreach (var stream in connection.Streams.All)
        {
            stream.Pump();
            connection.Forget(stream);
        }
    }
}
