using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>
/// The sending side of a stream: HEADERS, then DATA as far as the client's windows allow, then perhaps trailers. Guarded by the
/// connection's lock.
/// </summary>
/// <param name="streamId">The stream.</param>
/// <param name="output">Where frames go.</param>
/// <param name="connectionWindow">The window that all streams of the connection share.</param>
/// <param name="window">The stream's own window.</param>
/// <param name="ending">Called when END_STREAM is about to be sent, so that a client that has it finds it recorded.</param>
/// <param name="ended">Called when END_STREAM has been sent.</param>
internal sealed class StreamSender(
    int streamId, FrameOutput output, SendWindow connectionWindow, SendWindow window, Action ending, Action ended)
{
    private readonly Queue<Part> _waiting = [];

    public SendWindow Window { get; } = window;

    public bool HasHeaders { get; private set; }

    /// <summary>Whether nothing more can be sent: the end is sent or waits.</summary>
    public bool IsComplete { get; private set; }

    public void Headers(IReadOnlyList<HeaderField> fields, bool endStream)
    {
        HasHeaders = true;
        IsComplete |= endStream;
        if (endStream)
        {
            ending();
        }

        output.Headers(streamId, fields, endStream);
        if (endStream)
        {
            ended();
        }
    }

    public void Data(ReadOnlyMemory<byte> data, bool endStream) => Add(new Part(data, null, endStream));

    public void Trailers(IReadOnlyList<HeaderField> fields) => Add(new Part(default, fields, endStream: true));

    /// <summary>Sends what the windows allow.</summary>
    public void Pump()
    {
        while (_waiting.TryPeek(out var part) && TrySend(part))
        {
            _waiting.Dequeue();
            if (part.EndStream)
            {
                ended();
            }
        }
    }

    /// <summary>Nothing more is sent, also not what waits.</summary>
    public void Drop()
    {
        IsComplete = true;
        _waiting.Clear();
    }

    private void Add(Part part)
    {
        if (!IsComplete)
        {
            IsComplete = part.EndStream;
            _waiting.Enqueue(part);
            Pump();
        }
    }

    /// <returns>False when some of it still waits.</returns>
    private bool TrySend(Part part)
    {
        while (!part.Data.IsEmpty)
        {
            var sendable = (int)Math.Min(Math.Min(Window.Available, connectionWindow.Available), output.MaxFrameSize);
            if (sendable <= 0)
            {
                return false;
            }

            if (part.Data.Length <= sendable)
            {
                break;
            }

            Send(part.Data[..sendable], endStream: false);
            part.Data = part.Data[sendable..];
        }

        if (part.EndStream)
        {
            ending();
        }

        if (part.Trailers is { } trailers)
        {
            output.Headers(streamId, trailers, endStream: true);
        }
        else
        {
            Send(part.Data, part.EndStream);
        }

        return true;
    }

    private void Send(ReadOnlyMemory<byte> data, bool endStream)
    {
        Window.Change(-data.Length);
        connectionWindow.Change(-data.Length);
        output.Data(streamId, data.Span, endStream);
    }

    /// <summary>Something that waits for its turn.</summary>
    private sealed class Part(ReadOnlyMemory<byte> data, IReadOnlyList<HeaderField>? trailers, bool endStream)
    {
        public ReadOnlyMemory<byte> Data { get; set; } = data;

        public IReadOnlyList<HeaderField>? Trailers { get; } = trailers;

        public bool EndStream { get; } = endStream;
    }
}
