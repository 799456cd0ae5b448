using System.Buffers.Binary;
using FsCheck.Xunit;

namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

public class G711SpanTests
{
    [Property]
    public void Decoding_a_span_decodes_each_code(byte[] codes)
    {
        var samples = new short[codes.Length + 1];

        Assert.Equal(codes.Length, G711.DecodeMulaw(codes, samples));
        Assert.Equal([.. codes.Select(G711.DecodeMulaw), 0], samples);

        Assert.Equal(codes.Length, G711.DecodeAlaw(codes, samples));
        Assert.Equal([.. codes.Select(G711.DecodeAlaw), 0], samples);
    }

    [Property]
    public void Encoding_a_span_encodes_each_sample(short[] samples)
    {
        var codes = new byte[samples.Length + 1];

        Assert.Equal(samples.Length, G711.EncodeMulaw(samples, codes));
        Assert.Equal([.. samples.Select(G711.EncodeMulaw), 0], codes);

        Assert.Equal(samples.Length, G711.EncodeAlaw(samples, codes));
        Assert.Equal([.. samples.Select(G711.EncodeAlaw), 0], codes);
    }

    [Property]
    public void Linear16_bytes_are_little_endian(byte[] codes)
    {
        var bytes = new byte[codes.Length * 2];
        var back = new byte[codes.Length];

        Assert.Equal(bytes.Length, G711.DecodeMulawToLinear16(codes, bytes));
        Assert.Equal(codes.Select(G711.DecodeMulaw), Samples(bytes));
        Assert.Equal(codes.Length, G711.EncodeMulawFromLinear16(bytes, back));
        Assert.Equal(Samples(bytes).Select(G711.EncodeMulaw), back);

        Assert.Equal(bytes.Length, G711.DecodeAlawToLinear16(codes, bytes));
        Assert.Equal(codes.Select(G711.DecodeAlaw), Samples(bytes));
        Assert.Equal(codes.Length, G711.EncodeAlawFromLinear16(bytes, back));
        Assert.Equal(codes, back);
    }

    [Property]
    public void Conversions_that_do_not_grow_may_be_done_in_place(byte[] codes)
    {
        var inPlace = codes.ToArray();
        G711.AlawToMulaw(inPlace, inPlace);
        Assert.Equal(codes.Select(G711.AlawToMulaw), inPlace);

        var linear = new byte[codes.Length * 2];
        G711.DecodeAlawToLinear16(codes, linear);
        G711.EncodeAlawFromLinear16(linear, linear);
        Assert.Equal(codes, linear[..codes.Length]);
    }

    [Fact]
    public void A_short_destination_is_refused_with_both_lengths_and_the_fix()
    {
        AssertRefused(() => G711.DecodeMulaw(new byte[160], new short[159]), "160 bytes", "159 samples", "at least 160 samples");
        AssertRefused(() => G711.DecodeAlaw(new byte[160], new short[159]), "160 bytes", "159 samples", "at least 160 samples");
        AssertRefused(() => G711.EncodeMulaw(new short[160], new byte[159]), "160 samples", "159 bytes", "at least 160 bytes");
        AssertRefused(() => G711.EncodeAlaw(new short[160], new byte[159]), "160 samples", "159 bytes", "at least 160 bytes");
        AssertRefused(() => G711.AlawToMulaw(new byte[160], []), "160 bytes", "0 bytes", "at least 160 bytes");
        AssertRefused(() => G711.DecodeMulawToLinear16(new byte[160], new byte[319]), "160 bytes", "319 bytes", "at least 320 bytes");
        AssertRefused(() => G711.DecodeAlawToLinear16(new byte[160], new byte[319]), "160 bytes", "319 bytes", "at least 320 bytes");
        AssertRefused(() => G711.EncodeMulawFromLinear16(new byte[320], new byte[159]), "320 bytes", "159 bytes", "at least 160 bytes");
        AssertRefused(() => G711.EncodeAlawFromLinear16(new byte[320], new byte[159]), "320 bytes", "159 bytes", "at least 160 bytes");
    }

    [Fact]
    public void Linear16_that_ends_inside_a_sample_is_refused()
    {
        var mulaw = Assert.Throws<ArgumentException>(() => { G711.EncodeMulawFromLinear16(new byte[321], new byte[321]); });
        var alaw = Assert.Throws<ArgumentException>(() => { G711.EncodeAlawFromLinear16(new byte[321], new byte[321]); });

        Assert.All([mulaw, alaw], exception =>
        {
            Assert.Equal("source", exception.ParamName);
            Assert.Contains("321 bytes", exception.Message, StringComparison.Ordinal);
            Assert.Contains("even number of bytes", exception.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var codes = new byte[160];
        var samples = new short[160];
        var bytes = new byte[320];
        Convert();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Convert();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Convert()
        {
            G711.DecodeMulaw(codes, samples);
            G711.EncodeAlaw(samples, codes);
            G711.AlawToMulaw(codes, codes);
            G711.DecodeMulawToLinear16(codes, bytes);
            G711.EncodeMulawFromLinear16(bytes, codes);
        }
    }

    private static IEnumerable<short> Samples(byte[] linear16) =>
        linear16.Chunk(2).Select(sample => BinaryPrimitives.ReadInt16LittleEndian(sample));

    private static void AssertRefused(Action conversion, params string[] said)
    {
        var exception = Assert.Throws<ArgumentException>(conversion);
        Assert.Equal("destination", exception.ParamName);
        Assert.All(said, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
