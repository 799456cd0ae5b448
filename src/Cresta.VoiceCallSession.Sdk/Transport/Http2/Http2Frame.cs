namespace Cresta.VoiceCallSession.Sdk.Transport.Http2;

/// <summary>A frame of an HTTP/2 connection (RFC 9113, section 4.1).</summary>
/// <param name="Type">What it is.</param>
/// <param name="StreamId">The stream that it belongs to; 0 for the connection.</param>
/// <param name="Payload">Its content, valid until the handler returns.</param>
internal readonly record struct Http2Frame(byte Type, int StreamId, ReadOnlyMemory<byte> Payload)
{
    public const byte Headers = 0x1;
    public const byte RstStream = 0x3;
    public const byte Settings = 0x4;
    public const byte GoAway = 0x7;
}
