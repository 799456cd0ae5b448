using FsCheck;
using FsCheck.Xunit;

namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

public class WavReaderProperties
{
    [Property]
    public async Task Whatever_the_layout_and_however_the_stream_is_cut_the_audio_is_the_same(
        WavLayout layout, PositiveInt[] pieces, PositiveInt bufferLength)
    {
        var stream = new PipeLikeStream(layout.ToArray(), [.. pieces.Select(piece => piece.Get)]);
        await using var reader = await WavReading.OpenAsync(stream);
        var blockAlign = reader.Format.BlockAlign;
        var dangling = layout.Audio.Length % blockAlign;

        var audio = await reader.ReadToEndAsync(bufferLength.Get + blockAlign);

        Assert.Equal(layout.Audio[..^dangling], audio);
        Assert.Equal(dangling, reader.DanglingBytes);
        Assert.Equal(layout.Encoding, reader.Format.Encoding);
        Assert.Equal(layout.Channels, reader.Format.Channels);
        Assert.False(reader.IsTruncated);
    }

    [Property]
    public async Task A_wav_cut_off_anywhere_gives_what_is_there_or_says_what_is_wrong(WavLayout layout, NonNegativeInt cut)
    {
        var wav = layout.ToArray();
        var length = cut.Get % (wav.Length + 1);

        await AssertReadsOrRefusesAsync(wav[..length]);
    }

    [Property]
    public async Task A_damaged_wav_is_read_or_refused(WavLayout layout, byte[] damage, NonNegativeInt[] places)
    {
        var wav = layout.ToArray();
        foreach (var (place, value) in places.Zip(damage))
        {
            wav[place.Get % Math.Min(wav.Length, 60)] = value;
        }

        await AssertReadsOrRefusesAsync(wav);
    }

    [Property]
    public async Task Garbage_is_refused(byte[] garbage)
    {
        await AssertReadsOrRefusesAsync(garbage);
        await AssertReadsOrRefusesAsync([.. "RIFF\0\0\0\0WAVE"u8, .. garbage]);
        await AssertReadsOrRefusesAsync([.. "RIFF\0\0\0\0WAVEfmt "u8, .. garbage]);
        await AssertReadsOrRefusesAsync([.. "RIFF\0\0\0\0WAVEfmt \x10\0\0\0"u8, .. garbage]);
    }

    // Anything but a WavFormatException fails the test, and so does a read that never ends.
    private static async Task AssertReadsOrRefusesAsync(byte[] bytes)
    {
        WavReader reader;
        try
        {
            reader = await WavReading.OpenAsync(new PipeLikeStream(bytes, 3, 11));
        }
        catch (WavFormatException exception)
        {
            Assert.DoesNotContain(exception.Message, char.IsControl);
            return;
        }

        await using (reader)
        {
            var audio = await reader.ReadToEndAsync(bufferLength: reader.Format.BlockAlign * 4);
            Assert.InRange(audio.Length, 0, bytes.Length);
        }
    }

    /// <summary>A well-formed WAV with other chunks around its audio.</summary>
    public sealed record WavLayout(
        WavEncoding Encoding, bool IsExtensible, byte ChannelSeed, byte[] Audio, byte[][] ChunksBefore, byte[][] ChunksBetween,
            byte[][] ChunksAfter)
    {
        public int Channels => (ChannelSeed % 4) + 1;

        public byte[] ToArray()
        {
            var wav = new WavBuilder();
            AddChunks(wav, ChunksBefore);
            wav = IsExtensible ? wav.Extensible(Encoding, (ushort)Channels) : wav.Format(Encoding, (ushort)Channels);
            AddChunks(wav, ChunksBetween);
            wav.Data(Audio);
            // Empty audio followed by chunks cannot be told from a streaming header.
            AddChunks(wav, Audio.Length == 0 ? [] : ChunksAfter);
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
}
