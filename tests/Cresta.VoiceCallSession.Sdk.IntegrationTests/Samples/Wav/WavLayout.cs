using NAudio.Wave;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples.Wav;

/// <summary>A well-formed WAV with other chunks around its audio, for generated tests.</summary>
public sealed record WavLayout(
    byte EncodingSeed, bool IsExtensible, byte ChannelSeed, byte[] Audio, byte[][] ChunksBefore, byte[][] ChunksBetween,
        byte[][] ChunksAfter)
{
    private static readonly WaveFormatEncoding[] Encodings = [WaveFormatEncoding.Pcm, WaveFormatEncoding.MuLaw, WaveFormatEncoding.ALaw];

    public WaveFormatEncoding Encoding => Encodings[EncodingSeed % Encodings.Length];

    public int Channels => (ChannelSeed % 4) + 1;

    public byte[] ToArray()
    {
        var wav = new WavBuilder();
        AddChunks(wav, ChunksBefore);
        wav = IsExtensible ? wav.Extensible(Encoding, (ushort)Channels) : wav.Format(Encoding, (ushort)Channels);
        AddChunks(wav, ChunksBetween);
        wav.Data(Audio);
        AddChunks(wav, ChunksAfter);
        return wav.ToArray();
    }

    private static void AddChunks(WavBuilder wav, byte[][] bodies)
    {
        foreach (var body in bodies)
        {
            wav.Chunk("junk", body);
        }
    }
}
