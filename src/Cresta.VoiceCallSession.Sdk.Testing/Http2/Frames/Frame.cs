namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;

/// <summary>One frame: its header's fields and its payload, with padding and priority still in it.</summary>
internal readonly record struct Frame(FrameType Type, FrameFlags Flags, int StreamId, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Size of a frame's header, in bytes.</summary>
    public const int HeaderLength = 9;

    private const int PriorityLength = 5;

    public bool EndsStream => Flags.HasFlag(FrameFlags.EndStream);

    public bool IsAck => Flags.HasFlag(FrameFlags.Ack);

    public bool EndsHeaders => Flags.HasFlag(FrameFlags.EndHeaders);

    /// <summary>The payload of DATA or HEADERS without padding and priority; null when the padding is longer than the payload.</summary>
    public ReadOnlyMemory<byte>? Content()
    {
        var content = Payload;
        var padding = 0;
        if (Flags.HasFlag(FrameFlags.Padded))
        {
            if (content.IsEmpty)
            {
                return null;
            }

            padding = content.Span[0];
            content = content[1..];
        }

        var priority = Type == FrameType.Headers && Flags.HasFlag(FrameFlags.Priority) ? PriorityLength : 0;
        return content.Length < padding + priority ? (ReadOnlyMemory<byte>?)null : content[priority..^padding];
    }
}
