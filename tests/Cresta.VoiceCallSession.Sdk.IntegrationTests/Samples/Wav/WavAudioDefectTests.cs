using NAudio.Wave;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples.Wav;

/// <summary>Headers that NAudio does not read, or reads in another way.</summary>
public class WavAudioDefectTests
{
    private static readonly byte[] Audio = [.. Enumerable.Range(1, 24).Select(i => (byte)i)];

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(0u, uint.MaxValue)]
    [InlineData(0x7FFFF024u, 0x7FFFF000u)]
    [InlineData(0x80000000u, 0x80000000u)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(uint.MaxValue, 0u)]
    public void A_riff_size_that_is_a_placeholder_too_is_ignored(uint riffSize, uint size)
    {
        var wav = WavReading.Open(new WavBuilder().Format(WaveFormatEncoding.MuLaw).Data(Audio, size).RiffSize(riffSize).ToArray());

        Assert.Null(wav.DataLength);
        Assert.Equal(Audio, wav.ReadToEnd());
    }

    [Fact]
    public void Silence_with_a_size_of_0_is_read_to_the_end()
    {
        var silence = new byte[100_000];

        var wav = WavReading.Open(new WavBuilder().Format(WaveFormatEncoding.Pcm).Data(silence, size: 0).ToArray());

        Assert.Null(wav.DataLength);
        Assert.Equal(silence, wav.ReadToEnd());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(60u)]
    public void A_wrong_riff_size_does_not_hide_the_audio(uint riffSize)
    {
        var wav = WavReading.Open(new WavBuilder().Format(WaveFormatEncoding.MuLaw).Data(Audio).RiffSize(riffSize).ToArray());

        Assert.Equal(Audio.Length, wav.DataLength);
        Assert.Equal(Audio, wav.ReadToEnd());
    }

    [Fact]
    public void A_size_of_0_that_the_riff_size_confirms_is_empty_audio()
    {
        var empty = new WavBuilder().Format(WaveFormatEncoding.MuLaw).Data([]);
        foreach (var builder in new[] { empty, empty.Chunk("LIST", [1, 2, 3]), empty.Chunk("junk", []) })
        {
            var wav = WavReading.Open(builder.ToArray());

            Assert.Equal(0, wav.DataLength);
            Assert.Empty(wav.ReadToEnd());
        }
    }

    [Fact]
    public void Empty_audio_ends_where_the_riff_size_says_so()
    {
        var wav = WavReading.Open(new WavBuilder().Format(WaveFormatEncoding.MuLaw).Data(Audio, size: 0).RiffSize(36).ToArray());

        Assert.Equal(0, wav.DataLength);
        Assert.Empty(wav.ReadToEnd());
    }

    [Fact]
    public void Odd_chunks_without_a_pad_byte_are_skipped()
    {
        var wav = WavReading.Open(new WavBuilder()
            .Chunk("LIST", [1, 2, 3], size: 3)
            .Format(WaveFormatEncoding.MuLaw)
            .Chunk("junk", [9], size: 1)
            .Data(Audio)
            .ToArray());

        Assert.Equal(Audio, wav.ReadToEnd());
    }

    [Fact]
    public void A_pad_byte_need_not_be_0()
    {
        var wav = WavReading.Open(
            new WavBuilder().Format(WaveFormatEncoding.MuLaw).Chunk("junk", [9], size: 1).Raw(32).Data(Audio).ToArray());

        Assert.Equal(Audio, wav.ReadToEnd());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(0xFFFE)]
    public void A_block_align_that_contradicts_the_other_fields_is_ignored(ushort blockAlign)
    {
        var builder = new WavBuilder().Format(1, channels: 2, rate: 8000, bits: 16, blockAlign).Data(Audio).Chunk("LIST", [1, 2]);

        var wav = WavReading.Open(builder.ToArray());

        Assert.Equal(4, wav.Format.BlockAlign);
        Assert.Equal(Audio, wav.ReadToEnd());
    }

    [Theory]
    [InlineData(7, 16, WaveFormatEncoding.MuLaw)]
    [InlineData(7, 0, WaveFormatEncoding.MuLaw)]
    [InlineData(6, 16, WaveFormatEncoding.ALaw)]
    public void Bits_that_g711_does_not_have_are_ignored(ushort tag, ushort bits, WaveFormatEncoding encoding)
    {
        var wav = WavReading.Open(new WavBuilder().Format(tag, channels: 2, rate: 8000, bits).Data(Audio).ToArray());

        Assert.Equal((encoding, 8, 2), (wav.Format.Encoding, wav.Format.BitsPerSample, wav.Format.BlockAlign));
        Assert.Equal(Audio, wav.ReadToEnd());
    }
}
