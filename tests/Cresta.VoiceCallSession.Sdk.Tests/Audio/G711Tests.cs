namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

public class G711Tests
{
    private static readonly byte[] AllCodes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];

    private static readonly short[] AllSamples = [.. Enumerable.Range(short.MinValue, 65536).Select(sample => (short)sample)];

    [Fact]
    public void Every_mulaw_code_decodes_to_the_level_of_the_definition() =>
        Assert.Equal(G711Law.Mulaw.Levels, AllCodes.Select(G711.DecodeMulaw));

    [Fact]
    public void Every_alaw_code_decodes_to_the_level_of_the_definition() =>
        Assert.Equal(G711Law.Alaw.Levels, AllCodes.Select(G711.DecodeAlaw));

    [Fact]
    public void Every_sample_encodes_to_the_mulaw_interval_of_the_definition() =>
        Assert.Equal(AllSamples.Select(sample => G711Law.Mulaw.Encode(sample)), AllSamples.Select(G711.EncodeMulaw));

    [Fact]
    public void Every_sample_encodes_to_the_alaw_interval_of_the_definition() =>
        Assert.Equal(AllSamples.Select(sample => G711Law.Alaw.Encode(sample)), AllSamples.Select(G711.EncodeAlaw));

    [Theory]
    [InlineData(0xFF, 0)]
    [InlineData(0x7F, 0)]
    [InlineData(0x80, 32124)]
    [InlineData(0x00, -32124)]
    [InlineData(0xFE, 8)]
    [InlineData(0xEF, 132)]
    public void Known_mulaw_levels(byte code, short level) => Assert.Equal(level, G711.DecodeMulaw(code));

    [Theory]
    [InlineData(0xD5, 8)]
    [InlineData(0x55, -8)]
    [InlineData(0xAA, 32256)]
    [InlineData(0x2A, -32256)]
    [InlineData(0xC5, 264)]
    public void Known_alaw_levels(byte code, short level) => Assert.Equal(level, G711.DecodeAlaw(code));

    [Fact]
    public void Silence_is_the_code_of_a_zero_sample()
    {
        Assert.Equal(G711.MulawSilence, G711.EncodeMulaw(0));
        Assert.Equal(G711.AlawSilence, G711.EncodeAlaw(0));
    }

    [Fact]
    public void A_mulaw_code_survives_decoding_and_encoding_but_negative_zero_becomes_positive_zero()
    {
        const byte NegativeZero = 0x7F;
        Assert.All(
            AllCodes.Where(code => code != NegativeZero),
            code => Assert.Equal(code, G711.EncodeMulaw(G711.DecodeMulaw(code))));
        Assert.Equal(G711.MulawSilence, G711.EncodeMulaw(G711.DecodeMulaw(NegativeZero)));
    }

    [Fact]
    public void An_alaw_code_survives_decoding_and_encoding() =>
        Assert.All(AllCodes, code => Assert.Equal(code, G711.EncodeAlaw(G711.DecodeAlaw(code))));

    [Fact]
    public void A_louder_sample_never_decodes_to_a_lower_level()
    {
        for (var sample = short.MinValue; sample < short.MaxValue; sample++)
        {
            var next = (short)(sample + 1);
            Assert.True(G711.DecodeMulaw(G711.EncodeMulaw(sample)) <= G711.DecodeMulaw(G711.EncodeMulaw(next)), $"µ-law at {sample}");
            Assert.True(G711.DecodeAlaw(G711.EncodeAlaw(sample)) <= G711.DecodeAlaw(G711.EncodeAlaw(next)), $"A-law at {sample}");
        }
    }

    [Fact]
    public void A_sample_in_range_is_never_off_by_more_than_half_its_interval()
    {
        foreach (int sample in AllSamples)
        {
            var mulawError = Math.Abs(sample - G711.DecodeMulaw(G711.EncodeMulaw((short)sample)));
            var alawError = Math.Abs(sample - G711.DecodeAlaw(G711.EncodeAlaw((short)sample)));
            Assert.True(Math.Abs(sample) > 8159 * 4 || mulawError <= G711Law.Mulaw.GreatestError(sample), $"µ-law at {sample}: {mulawError}");
            Assert.True(alawError <= G711Law.Alaw.GreatestError(sample), $"A-law at {sample}: {alawError}");
        }
    }

    [Fact]
    public void A_sample_takes_the_nearest_level_except_where_a_segment_ends()
    {
        // At a segment's end G.711 puts the decision value half a small step beyond the level below, not midway between levels.
        Assert.All(AllSamples, sample =>
        {
            AssertNearest(sample, G711.DecodeMulaw(G711.EncodeMulaw(sample)), G711Law.Mulaw);
            AssertNearest(sample, G711.DecodeAlaw(G711.EncodeAlaw(sample)), G711Law.Alaw);
        });

        static void AssertNearest(short sample, short level, G711Law law)
        {
            var above = law.Levels[law.Encode(level)];
            Assert.Equal(level, above);
            var slack = law.GreatestError(sample) / 2;
            Assert.True(law.Levels.Min(other => Math.Abs(sample - other)) >= Math.Abs(sample - level) - slack, $"{sample} took {level}");
        }
    }

    [Fact]
    public void Every_alaw_code_becomes_the_mulaw_code_whose_interval_holds_its_level() =>
        Assert.Equal(AllCodes.Select(code => G711Law.Mulaw.Encode(G711Law.Alaw.Levels[code])), AllCodes.Select(G711.AlawToMulaw));
}
