namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

public class WavReaderTests
{
    private static readonly byte[] Audio = [.. Enumerable.Range(1, 24).Select(i => (byte)i)];

    [Theory]
    [InlineData(WavEncoding.LinearPcm16, 1, 16000, 2, 32000)]
    [InlineData(WavEncoding.LinearPcm16, 2, 48000, 4, 192000)]
    [InlineData(WavEncoding.Mulaw, 2, 8000, 2, 16000)]
    [InlineData(WavEncoding.Alaw, 1, 8000, 1, 8000)]
    public async Task Format_and_length_come_from_the_header(
        WavEncoding encoding, ushort channels, uint rate, int blockAlign, long bytesPerSecond)
    {
        var plain = new WavBuilder().Format(encoding, channels, rate).Data(Audio).ToArray();
        var extensible = new WavBuilder().Extensible(encoding, channels, rate).Data(Audio).ToArray();

        foreach (var wav in new[] { plain, extensible })
        {
            await using var reader = await WavReading.OpenAsync(wav);

            Assert.Equal(encoding, reader.Format.Encoding);
            Assert.Equal(channels, reader.Format.Channels);
            Assert.Equal((int)rate, reader.Format.SampleRateHertz);
            Assert.Equal(blockAlign, reader.Format.BlockAlign);
            Assert.Equal(blockAlign / channels, reader.Format.BytesPerSample);
            Assert.Equal(bytesPerSecond, reader.Format.BytesPerSecond);
            Assert.Equal(Audio.Length, reader.DataLength);
            Assert.Equal(TimeSpan.FromSeconds(1) * Audio.Length / bytesPerSecond, reader.Duration);
            Assert.Equal(Audio, await reader.ReadToEndAsync());
            Assert.False(reader.IsTruncated);
            Assert.Equal(0, reader.DanglingBytes);
        }
    }

    [Fact]
    public async Task A_format_reads_well()
    {
        await using var mulaw = await WavReading.OpenAsync(new WavBuilder().Format(WavEncoding.Mulaw, channels: 2).Data([]).ToArray());
        await using var alaw = await WavReading.OpenAsync(new WavBuilder().Format(WavEncoding.Alaw).Data([]).ToArray());
        await using var linear = await WavReading.OpenAsync(
            new WavBuilder().Format(WavEncoding.LinearPcm16, rate: 44100).Data([]).ToArray());

        Assert.Equal("µ-law, 8000 Hz, 2 channels", mulaw.Format.ToString());
        Assert.Equal("A-law, 8000 Hz, 1 channel", alaw.Format.ToString());
        Assert.Equal("16-bit PCM, 44100 Hz, 1 channel", linear.Format.ToString());
    }

    [Fact]
    public async Task Other_chunks_are_skipped_with_the_pad_byte_of_odd_ones()
    {
        var wav = new WavBuilder()
            .Chunk("LIST", [1, 2, 3])
            .Format(WavEncoding.Mulaw)
            .Chunk("fact", [0, 0, 0, 0])
            .Chunk("junk", new byte[10_001])
            .Data([21, 22, 23])
            .Chunk("LIST", [9, 9, 9])
            .ToArray();

        await using var reader = await WavReading.OpenAsync(wav);

        Assert.Equal([21, 22, 23], await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task A_format_chunk_may_be_longer_than_its_format_needs()
    {
        var wav = new WavBuilder().Format(WavEncoding.Mulaw).Data(Audio).ToArray();
        byte[] longer = [.. wav[..16], 51, .. wav[17..36], .. new byte[36], .. wav[36..]];

        await using var reader = await WavReading.OpenAsync(longer);

        Assert.Equal(Audio, await reader.ReadToEndAsync());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0x7FFFF000u)]
    public async Task A_streaming_header_is_read_until_the_stream_ends(uint size)
    {
        var wav = new WavBuilder().Format(WavEncoding.Mulaw, channels: 2).Data([.. Audio, 99], size).ToArray();

        await using var reader = await WavReading.OpenAsync(new PipeLikeStream(wav, 5));

        Assert.Null(reader.DataLength);
        Assert.Null(reader.Duration);
        Assert.Equal(Audio, await reader.ReadToEndAsync(bufferLength: 7));
        Assert.False(reader.IsTruncated);
        Assert.Equal(1, reader.DanglingBytes);
    }

    [Fact]
    public async Task A_size_of_zero_with_nothing_after_it_is_empty_audio()
    {
        await using var reader = await WavReading.OpenAsync(new WavBuilder().Format(WavEncoding.Mulaw).Data([]).ToArray());

        Assert.Equal(0, reader.DataLength);
        Assert.Equal(TimeSpan.Zero, reader.Duration);
        Assert.Empty(await reader.ReadToEndAsync());
        Assert.False(reader.IsTruncated);
    }

    [Theory]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0x7FFFF000u)]
    public async Task A_streaming_header_with_nothing_after_it_is_empty_audio(uint size)
    {
        await using var reader = await WavReading.OpenAsync(new WavBuilder().Format(WavEncoding.Mulaw).Data([], size).ToArray());

        Assert.Empty(await reader.ReadToEndAsync());
        Assert.False(reader.IsTruncated);
    }

    [Fact]
    public async Task Cut_off_audio_is_read_as_far_as_it_goes()
    {
        var wav = new WavBuilder().Format(WavEncoding.LinearPcm16, channels: 2).Data([.. Audio, 1, 2, 3], size: 1000).ToArray();

        await using var reader = await WavReading.OpenAsync(wav);

        Assert.Equal(1000, reader.DataLength);
        Assert.False(reader.IsTruncated);
        Assert.Equal(Audio, await reader.ReadToEndAsync(bufferLength: 10));
        Assert.True(reader.IsTruncated);
        Assert.Equal(3, reader.DanglingBytes);
        Assert.Equal(0, await reader.ReadAsync(new byte[4]));
        Assert.Equal(3, reader.DanglingBytes);
    }

    [Fact]
    public async Task Audio_cut_off_at_a_frame_is_truncated_but_has_nothing_dangling()
    {
        var wav = new WavBuilder().Format(WavEncoding.LinearPcm16).Data(Audio, size: 26).ToArray();

        await using var reader = await WavReading.OpenAsync(wav);

        Assert.Equal(Audio, await reader.ReadToEndAsync(Audio.Length));
        Assert.True(reader.IsTruncated);
        Assert.Equal(0, reader.DanglingBytes);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(24)]
    [InlineData(4096)]
    public async Task Bytes_that_are_no_whole_frame_are_dangling(int bufferLength)
    {
        var wav = new WavBuilder().Format(WavEncoding.LinearPcm16, channels: 2).Data([.. Audio, 1, 2, 3]).Chunk("LIST", [1, 2]).ToArray();

        await using var reader = await WavReading.OpenAsync(wav);

        Assert.Equal(Audio, await reader.ReadToEndAsync(bufferLength));
        Assert.False(reader.IsTruncated);
        Assert.Equal(3, reader.DanglingBytes);
        Assert.Equal(TimeSpan.FromSeconds(6) / 8000, reader.Duration);
    }

    [Fact]
    public async Task A_read_that_fails_loses_nothing()
    {
        var wav = new WavBuilder().Format(WavEncoding.Mulaw).Data(Audio, size: 0).ToArray();
        // 44 header bytes in 3 + 12 reads of at most 4; the failing read is amid the audio.
        await using var stream = new PipeLikeStream(wav, 4) { FailingRead = 15 };
        await using var reader = await WavReading.OpenAsync(stream);
        var buffer = new byte[Audio.Length];

        await Assert.ThrowsAsync<IOException>(async () => await reader.ReadAsync(buffer));

        Assert.Equal(Audio, await reader.ReadToEndAsync(bufferLength: 3));
    }

    [Fact]
    public async Task A_cancelled_read_loses_nothing()
    {
        using var source = new CancellationTokenSource();
        await using var reader = await WavReading.OpenAsync(
            new PipeLikeStream(new WavBuilder().Format(WavEncoding.Mulaw).Data(Audio).ToArray()));
        var first = new byte[4];
        Assert.Equal(4, await reader.ReadAsync(first, source.Token));

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.ReadAsync(new byte[4], source.Token));
        Assert.Equal(Audio, first.Concat(await reader.ReadToEndAsync()));
    }

    [Fact]
    public async Task Disposing_the_reader_disposes_the_stream_and_ends_reading()
    {
        await using var stream = new PipeLikeStream(new WavBuilder().Format(WavEncoding.Mulaw).Data(Audio).ToArray());
        var reader = await WavReading.OpenAsync(stream);

        await reader.DisposeAsync();
        await reader.DisposeAsync();

        Assert.True(stream.IsDisposed);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await reader.ReadAsync(new byte[4]));
    }

    [Fact]
    public async Task A_buffer_without_room_for_a_frame_is_refused()
    {
        await using var reader = await WavReading.OpenAsync(
            new WavBuilder().Format(WavEncoding.LinearPcm16, channels: 2).Data(Audio).ToArray());

        var exception = await Assert.ThrowsAsync<ArgumentException>("buffer", async () => await reader.ReadAsync(new byte[3]));

        Assert.Contains("3 bytes", exception.Message, StringComparison.Ordinal);
        Assert.Contains("at least 4 bytes", exception.Message, StringComparison.Ordinal);
    }
}
