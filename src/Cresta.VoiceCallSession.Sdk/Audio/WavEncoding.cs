namespace Cresta.VoiceCallSession.Sdk;

/// <summary>How the samples of a WAV file are encoded.</summary>
public enum WavEncoding
{
    /// <summary>16-bit signed linear PCM, little-endian, 2 bytes a sample: the wire's LINEAR16.</summary>
    LinearPcm16 = 0,

    /// <summary>G.711 µ-law, 1 byte a sample: the wire's MULAW.</summary>
    Mulaw = 1,

    /// <summary>G.711 A-law, 1 byte a sample. The wire has no name for it: convert with <see cref="G711.AlawToMulaw(byte)"/>.</summary>
    Alaw = 2,
}
