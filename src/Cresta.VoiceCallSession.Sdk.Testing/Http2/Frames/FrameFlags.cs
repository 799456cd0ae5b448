namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;

/// <summary>Flags of frames. ACK and END_STREAM share a bit.</summary>
[Flags]
internal enum FrameFlags : byte
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>END_STREAM, of DATA and HEADERS.</summary>
    EndStream = 0x1,

    /// <summary>ACK, of SETTINGS and PING.</summary>
#pragma warning disable CA1069 // The RFC gives both names to the bit, on different frames.
    Ack = 0x1,
#pragma warning restore CA1069

    /// <summary>END_HEADERS, of HEADERS and CONTINUATION.</summary>
    EndHeaders = 0x4,

    /// <summary>PADDED, of DATA and HEADERS.</summary>
    Padded = 0x8,

    /// <summary>PRIORITY, of HEADERS.</summary>
    Priority = 0x20,
}
