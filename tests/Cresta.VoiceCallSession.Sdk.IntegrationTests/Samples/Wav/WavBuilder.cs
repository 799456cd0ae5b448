using System.Buffers.Binary;
using System.Text;
using NAudio.Wave;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples.Wav;

/// <summary>Writes WAV files chunk by chunk, right and wrong ones.</summary>
internal sealed class WavBuilder
{
    private readonly List<byte> _chunks = [];
    private uint? _riffSize;

    public WavBuilder Format(ushort tag, ushort channels = 1, uint rate = 8000, ushort bits = 16, ushort? blockAlign = null)
    {
        var fields = FormatFields(tag, channels, rate, bits, blockAlign ?? (ushort)(channels * bits / 8));
        return Chunk("fmt ", fields);
    }

    public WavBuilder Format(WaveFormatEncoding encoding, ushort channels = 1, uint rate = 8000) =>
        Format(TagOf(encoding), channels, rate, BitsOf(encoding));

    public WavBuilder Extensible(WaveFormatEncoding encoding, ushort channels = 1, uint rate = 8000) =>
        Extensible(
            new Guid(TagOf(encoding), 0x0000, 0x0010, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71), channels, rate, BitsOf(encoding));

    public WavBuilder Extensible(Guid subFormat, ushort channels = 1, uint rate = 8000, ushort bits = 16)
    {
        byte[] extension = [22, 0, (byte)bits, 0, 3, 0, 0, 0, .. subFormat.ToByteArray()];
        return Chunk("fmt ", [.. FormatFields(0xFFFE, channels, rate, bits, (ushort)(channels * bits / 8)), .. extension]);
    }

    public WavBuilder Data(byte[] audio, uint? size = null) => Chunk("data", audio, size);

    /// <summary>A size of the RIFF that is not that of the file.</summary>
    public WavBuilder RiffSize(uint size)
    {
        _riffSize = size;
        return this;
    }

    /// <summary>Adds bytes that are no chunk.</summary>
    public WavBuilder Raw(params byte[] bytes)
    {
        _chunks.AddRange(bytes);
        return this;
    }

    /// <summary>Adds a chunk; one of odd size is padded, unless its size is a lie.</summary>
    public WavBuilder Chunk(string id, byte[] body, uint? size = null)
    {
        _chunks.AddRange(Encoding.ASCII.GetBytes(id));
        _chunks.AddRange(LittleEndian(size ?? (uint)body.Length));
        _chunks.AddRange(body);
        if (size is null && body.Length % 2 != 0)
        {
            _chunks.Add(0);
        }

        return this;
    }

    public byte[] ToArray() => [.. "RIFF"u8, .. LittleEndian(_riffSize ?? (uint)_chunks.Count + 4), .. "WAVE"u8, .. _chunks];

    private static byte[] FormatFields(ushort tag, ushort channels, uint rate, ushort bits, ushort blockAlign) =>
    [
        .. LittleEndian(tag), .. LittleEndian(channels), .. LittleEndian(rate), .. LittleEndian(rate * blockAlign),
        .. LittleEndian(blockAlign), .. LittleEndian(bits),
    ];

    private static ushort TagOf(WaveFormatEncoding encoding) => encoding switch
    {
        WaveFormatEncoding.MuLaw => 7,
        WaveFormatEncoding.ALaw => 6,
        _ => 1,
    };

    private static ushort BitsOf(WaveFormatEncoding encoding) => (ushort)(encoding == WaveFormatEncoding.Pcm ? 16 : 8);

    private static byte[] LittleEndian(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] LittleEndian(ushort value) => LittleEndian((uint)value)[..sizeof(ushort)];
}
