using System.Buffers.Binary;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples;

/// <summary>A WAV file in the temporary directory, gone when it is disposed.</summary>
internal sealed class WavFile : IDisposable
{
    public const ushort Pcm = 1;
    public const ushort Mulaw = 7;

    private const int HeaderBytes = 44;

    private WavFile(byte[] content)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Guid.NewGuid():N}.wav");
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; }

    public static WavFile Of(params byte[] content) => new(content);

    /// <summary>A file whose header may promise more data than there is.</summary>
    public static WavFile Create(ushort tag, int channels, int sampleRate, int bits, byte[] data, int? promised = null)
    {
        var content = new byte[HeaderBytes + data.Length];
        "RIFF"u8.CopyTo(content);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(4), HeaderBytes - 8 + (promised ?? data.Length));
        "WAVEfmt "u8.CopyTo(content.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(16), 16);
        BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(20), tag);
        BinaryPrimitives.WriteInt16LittleEndian(content.AsSpan(22), (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(24), sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(28), sampleRate * channels * bits / 8);
        BinaryPrimitives.WriteInt16LittleEndian(content.AsSpan(32), (short)(channels * bits / 8));
        BinaryPrimitives.WriteInt16LittleEndian(content.AsSpan(34), (short)bits);
        "data"u8.CopyTo(content.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(40), promised ?? data.Length);
        data.CopyTo(content, HeaderBytes);
        return new WavFile(content);
    }

    public void Dispose() => File.Delete(Path);
}
