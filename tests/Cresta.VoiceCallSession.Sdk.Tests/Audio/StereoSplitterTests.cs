using FsCheck;
using FsCheck.Xunit;

namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

public class StereoSplitterTests
{
    [Fact]
    public void G711_is_split_byte_by_byte()
    {
        var (left, right) = (new byte[3], new byte[3]);

        Assert.Equal(3, StereoSplitter.Deinterleave([1, 11, 2, 12, 3, 13], bytesPerSample: 1, left, right));

        Assert.Equal([1, 2, 3], left);
        Assert.Equal([11, 12, 13], right);
    }

    [Fact]
    public void Linear16_is_split_sample_by_sample_with_its_byte_order_kept()
    {
        var (left, right) = (new byte[4], new byte[4]);

        Assert.Equal(4, StereoSplitter.Deinterleave([1, 2, 11, 12, 3, 4, 13, 14], bytesPerSample: 2, left, right));

        Assert.Equal([1, 2, 3, 4], left);
        Assert.Equal([11, 12, 13, 14], right);
    }

    [Property]
    public void However_a_stream_is_cut_the_channels_are_the_same(byte[] source, PositiveInt[] cuts, bool linear16)
    {
        var bytesPerSample = linear16 ? 2 : 1;
        var frames = source.Chunk(2 * bytesPerSample).Where(frame => frame.Length == 2 * bytesPerSample).ToList();
        var splitter = new StereoSplitter(bytesPerSample);
        var (left, right) = (new List<byte>(), new List<byte>());

        foreach (var piece in Cut(source, [.. cuts.Select(cut => cut.Get)]))
        {
            // Exactly as long as announced, so a wrong announcement throws.
            var length = splitter.GetChannelLength(piece.Length);
            var (leftPiece, rightPiece) = (new byte[length], new byte[length]);
            Assert.Equal(length, splitter.Split(piece, leftPiece, rightPiece));
            left.AddRange(leftPiece);
            right.AddRange(rightPiece);
        }

        Assert.Equal(frames.SelectMany(frame => frame[..bytesPerSample]), left);
        Assert.Equal(frames.SelectMany(frame => frame[bytesPerSample..]), right);
        Assert.Equal(source.Length % (2 * bytesPerSample), splitter.PendingBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_stream_cut_at_every_byte_loses_nothing(int bytesPerSample)
    {
        byte[] source = [.. Enumerable.Range(0, 40).Select(i => (byte)i)];
        var (expectedLeft, expectedRight) = (new byte[20], new byte[20]);
        StereoSplitter.Deinterleave(source, bytesPerSample, expectedLeft, expectedRight);
        var splitter = new StereoSplitter(bytesPerSample);
        var (left, right) = (new byte[20], new byte[20]);
        var written = 0;

        foreach (var value in source)
        {
            written += splitter.Split([value], left.AsSpan(written), right.AsSpan(written));
        }

        Assert.Equal(20, written);
        Assert.Equal(expectedLeft, left);
        Assert.Equal(expectedRight, right);
    }

    [Fact]
    public void A_short_channel_is_refused_and_takes_nothing()
    {
        var splitter = new StereoSplitter(bytesPerSample: 2);
        splitter.Split([1, 2, 3], [], []);

        var exception = Assert.Throws<ArgumentException>(() => { splitter.Split([4, 5, 6, 7, 8], new byte[4], new byte[3]); });

        Assert.Equal("right", exception.ParamName);
        Assert.Contains("5 bytes", exception.Message, StringComparison.Ordinal);
        Assert.Contains("only 3", exception.Message, StringComparison.Ordinal);
        Assert.Contains("at least 4 bytes", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, splitter.PendingBytes);
        var (left, right) = (new byte[4], new byte[4]);
        Assert.Equal(4, splitter.Split([4, 5, 6, 7, 8], left, right));
        Assert.Equal([1, 2, 5, 6], left);
        Assert.Equal([3, 4, 7, 8], right);
    }

    [Fact]
    public void Without_state_a_cut_frame_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(
            () => { StereoSplitter.Deinterleave(new byte[6], bytesPerSample: 2, new byte[8], new byte[8]); });

        Assert.Equal("source", exception.ParamName);
        Assert.Contains("6 bytes", exception.Message, StringComparison.Ordinal);
        Assert.Contains("4 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3)]
    public void Other_sample_sizes_are_refused(int bytesPerSample)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(bytesPerSample), () => new StereoSplitter(bytesPerSample));
        Assert.Throws<ArgumentOutOfRangeException>(
            nameof(bytesPerSample), () => { StereoSplitter.Deinterleave([], bytesPerSample, [], []); });
    }

    [Fact]
    public void Reset_forgets_the_cut_frame()
    {
        var splitter = new StereoSplitter(bytesPerSample: 1);
        splitter.Split([1], [], []);

        splitter.Reset();

        var (left, right) = (new byte[1], new byte[1]);
        Assert.Equal(1, splitter.Split([7, 8], left, right));
        Assert.Equal((7, 8), (left[0], right[0]));
    }

    private static IEnumerable<byte[]> Cut(byte[] source, int[] lengths)
    {
        var taken = 0;
        foreach (var length in lengths)
        {
            var piece = source.Skip(taken).Take(length).ToArray();
            taken += piece.Length;
            yield return piece;
        }

        yield return source[taken..];
    }
}
