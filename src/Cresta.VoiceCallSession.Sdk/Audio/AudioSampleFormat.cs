namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// How the bytes of audio represent samples, by the formats that <see cref="ParticipantReport.SuspectedEncoding"/> can tell apart. It is
/// not the encoding of the wire (<c>AudioEncoding</c>), which has neither A-law nor a byte order.
/// </summary>
public enum AudioSampleFormat
{
    /// <summary>G.711 µ-law, 8 bits a sample; on the wire <c>MULAW</c>.</summary>
    Mulaw,

    /// <summary>
    /// G.711 A-law, 8 bits a sample, as European trunks send it. The service does not take it: convert it by
    /// <see cref="G711.AlawToMulaw(ReadOnlySpan{byte}, Span{byte})"/>.
    /// </summary>
    Alaw,

    /// <summary>Linear PCM, 16 bits a sample, the low byte first; on the wire <c>LINEAR16</c>.</summary>
    Linear16LittleEndian,

    /// <summary>
    /// Linear PCM, 16 bits a sample, the high byte first, as in RTP's L16. The service does not take it: swap the two bytes of each sample.
    /// </summary>
    Linear16BigEndian,
}
