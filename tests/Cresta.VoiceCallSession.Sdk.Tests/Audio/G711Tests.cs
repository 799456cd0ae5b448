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
            Assert.True(
                Math.Abs(sample) > 8159 * 4 || mulawError <= G711Law.Mulaw.GreatestError(sample), $"µ-law at {sample}: {mulawError}");
            Assert.True(alawError <= G711Law.Alaw.GreatestError(sample), $"A-law at {sample}: {alawError}");
        }
    }

    [Fact]
    public void A_sample_takes_the_nearest_level_except_at_the_start_of_a_segment()
    {
        // There G.711's decision value is half a small step beyond the level below it, not midway between the two levels.
        foreach (var sample in AllSamples)
        {
            var (mulaw, alaw) = (G711.EncodeMulaw(sample), G711.EncodeAlaw(sample));
            Assert.True(IsNearest(sample, mulaw, G711Law.Mulaw) || (~mulaw & 0x0F) == 0, $"µ-law at {sample}");
            Assert.True(IsNearest(sample, alaw, G711Law.Alaw) || ((alaw ^ 0x55) & 0x0F) == 0, $"A-law at {sample}");
        }

        static bool IsNearest(short sample, byte code, G711Law law)
        {
            var error = Math.Abs(sample - law.Levels[code]);
            return law.Levels.All(level => Math.Abs(sample - level) >= error);
        }
    }

    [Fact]
    public void Every_alaw_code_becomes_the_mulaw_code_whose_interval_holds_its_level() =>
        Assert.Equal(AllCodes.Select(code => G711Law.Mulaw.Encode(G711Law.Alaw.Levels[code])), AllCodes.Select(G711.AlawToMulaw));

    [Theory]
    [InlineData(0xD5, 0xFE)]
    [InlineData(0x55, 0x7E)]
    [InlineData(0xAA, 0x80)]
    [InlineData(0x2A, 0x00)]
    public void Known_alaw_codes_in_mulaw(byte alaw, byte mulaw) => Assert.Equal(mulaw, G711.AlawToMulaw(alaw));
}
