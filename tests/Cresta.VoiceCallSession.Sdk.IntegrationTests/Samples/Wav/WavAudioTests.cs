using NAudio.Wave;
using StreamWavFile.Wav;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples.Wav;

public class WavAudioTests
{
    private static readonly byte[] Audio = [.. Enumerable.Range(1, 24).Select(i => (byte)i)];

    [Theory]
    [InlineData(WaveFormatEncoding.Pcm, 1, 16000, 2, 32000)]
    [InlineData(WaveFormatEncoding.Pcm, 2, 48000, 4, 192000)]
    [InlineData(WaveFormatEncoding.MuLaw, 2, 8000, 2, 16000)]
    [InlineData(WaveFormatEncoding.ALaw, 1, 8000, 1, 8000)]
    public async Task Format_and_length_come_from_the_header(
        WaveFormatEncoding encoding, ushort channels, uint rate, int blockAlign, long bytesPerSecond)
    {
        var plain = new WavBuilder().Format(encoding, channels, rate).Data(Audio).ToArray();
        var extensible = new WavBuilder().Extensible(encoding, channels, rate).Data(Audio).ToArray();

        foreach (var wav in new[] { plain, extensible })
        {
            await using var reader = WavReading.Open(wav);

            Assert.Equal(encoding, reader.Format.Encoding);
            Assert.Equal(channels, reader.Format.Channels);
            Assert.Equal((int)rate, reader.Format.SampleRate);
            Assert.Equal(blockAlign, reader.Format.BlockAlign);
            Assert.Equal(blockAlign / channels, reader.Format.BitsPerSample / 8);
            Assert.Equal(bytesPerSecond, reader.Format.AverageBytesPerSecond);
            Assert.Equal(Audio.Length, reader.DataLength);
            Assert.Equal(TimeSpan.FromSeconds(1) * Audio.Length / bytesPerSecond, reader.Duration);
            Assert.Equal(Audio, reader.ReadToEnd());
            Assert.False(reader.IsTruncated);
            Assert.Equal(0, reader.DanglingBytes);
        }
    }

    [Fact]
    public async Task A_format_reads_well()
    {
        await using var mulaw = WavReading.Open(new WavBuilder().Format(WaveFormatEncoding.MuLaw, channels: 2).Data([]).ToArray());
        await using var alaw = WavReading.Open(new WavBuilder().Format(WaveFormatEncoding.ALaw).Data([]).ToArray());
        await using var linear = WavReading.Open(
            new WavBuilder().Format(WaveFormatEncoding.Pcm, rate: 44100).Data([]).ToArray());

        Assert.Equal("µ-law, 8000 Hz, 2 channels", WavFormats.Describe(mulaw.Format));
        Assert.Equal("A-law, 8000 Hz, 1 channel", WavFormats.Describe(alaw.Format));
        Assert.Equal("16-bit PCM, 44100 Hz, 1 channel", WavFormats.Describe(linear.Format));
    }

    [Fact]
    public async Task Other_chunks_are_skipped_with_the_pad_byte_of_odd_ones()
    {
        var wav = new WavBuilder()
            .Chunk("LIST", [1, 2, 3])
            .Format(WaveFormatEncoding.MuLaw)
            .Chunk("fact", [0, 0, 0, 0])
            .Chunk("junk", new byte[10_001])
            .Data([21, 22, 23])
            .Chunk("LIST", [9, 9, 9])
            .ToArray();

        await using var reader = WavReading.Open(wav);

        Assert.Equal([21, 22, 23], reader.ReadToEnd());
    }

    [Fact]
    public async Task A_format_chunk_may_be_longer_than_its_format_needs()
    {
        var wav = new WavBuilder().Format(WaveFormatEncoding.MuLaw).Data(Audio).ToArray();
        byte[] longer = [.. wav[..16], 51, .. wav[17..36], .. new byte[36], .. wav[36..]];

        await using var reader = WavReading.Open(longer);

        Assert.Equal(Audio, reader.ReadToEnd());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0xFFFF1000u)]
    [InlineData(0x7FFFF000u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x7FFFFFDBu)]
    [InlineData(0x80000000u)]
    [InlineData(0x80000024u)]
    public async Task A_streaming_header_is_read_until_the_stream_ends(uint size)
    {
        var wav = new WavBuilder().Format(WaveFormatEncoding.MuLaw, channels: 2).Data([.. Audio, 99], size).ToArray();

        await using var reader = WavReading.Open(wav);

        Assert.Null(reader.DataLength);
        Assert.Null(reader.Duration);
        Assert.Equal(Audio, reader.ReadToEnd(bufferLength: 7));
        Assert.False(reader.IsTruncated);
        Assert.Equal(1, reader.DanglingBytes);
    }

    [Fact]
    public async Task A_size_of_zero_with_nothing_after_it_is_empty_audio()
    {
        await using var reader = WavReading.Open(new WavBuilder().Format(WaveFormatEncoding.MuLaw).Data([]).ToArray());

        Assert.Equal(0, reader.DataLength);
        Assert.Equal(TimeSpan.Zero, reader.Duration);
        Assert.Empty(reader.ReadToEnd());
        Assert.False(reader.IsTruncated);
    }

    [Theory]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0x7FFFF000u)]
    public async Task A_streaming_header_with_nothing_after_it_is_empty_audio(uint size)
    {
        await using var reader = WavReading.Open(new WavBuilder().Format(WaveFormatEncoding.MuLaw).Data([], size).ToArray());

        Assert.Empty(reader.ReadToEnd());
        Assert.False(reader.IsTruncated);
    }

    [Fact]
    public async Task Cut_off_audio_is_read_as_far_as_it_goes()
    {
        var wav = new WavBuilder().Format(WaveFormatEncoding.Pcm, channels: 2).Data([.. Audio, 1, 2, 3], size: 1000).ToArray();

        await using var reader = WavReading.Open(wav);

        Assert.Equal(1000, reader.DataLength);
        Assert.Equal(Audio, reader.ReadToEnd(bufferLength: 10));
        Assert.True(reader.IsTruncated);
        Assert.Equal(3, reader.DanglingBytes);
        Assert.Equal(0, reader.Read(new byte[4]));
        Assert.Equal(3, reader.DanglingBytes);
    }

    [Fact]
    public async Task Audio_cut_off_at_a_frame_is_truncated_but_has_nothing_dangling()
    {
        var wav = new WavBuilder().Format(WaveFormatEncoding.Pcm).Data(Audio, size: 26).ToArray();

        await using var reader = WavReading.Open(wav);

        Assert.Equal(Audio, reader.ReadToEnd(Audio.Length));
        Assert.True(reader.IsTruncated);
        Assert.Equal(0, reader.DanglingBytes);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(24)]
    [InlineData(4096)]
    public async Task Bytes_that_are_no_whole_frame_are_dangling(int bufferLength)
    {
        var wav = new WavBuilder().Format(WaveFormatEncoding.Pcm, channels: 2).Data([.. Audio, 1, 2, 3]).Chunk("LIST", [1, 2]).ToArray();

        await using var reader = WavReading.Open(wav);

        Assert.Equal(Audio, reader.ReadToEnd(bufferLength));
        Assert.False(reader.IsTruncated);
        Assert.Equal(3, reader.DanglingBytes);
        Assert.Equal(TimeSpan.FromSeconds(6) / 8000, reader.Duration);
    }
}
