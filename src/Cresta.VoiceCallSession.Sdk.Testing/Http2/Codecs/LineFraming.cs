namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Codecs;

/// <summary>One JSON value a line, and at the end one without a line end. Empty lines are left out. Not thread-safe.</summary>
internal sealed class LineFraming : IMessageFraming
{
    private readonly ByteBuffer _buffer = new();
    private bool _isComplete;

    public bool HasPart => _buffer.Unread.ContainsAnyExcept(" \t\r\n"u8);

    public void Append(ReadOnlySpan<byte> data) => _buffer.Append(data);

    public void Complete() => _isComplete = true;

    public bool TryRead(out ReadOnlyMemory<byte> message)
    {
        message = default;
        while (_buffer.Unread.IndexOf((byte)'\n') is var end && (end >= 0 || (_isComplete && HasPart)))
        {
            message = _buffer.Take(end < 0 ? _buffer.Unread.Length : end + 1);
            if (message.Span.ContainsAnyExcept(" \t\r\n"u8))
            {
                return true;
            }
        }

        return false;
    }
}
