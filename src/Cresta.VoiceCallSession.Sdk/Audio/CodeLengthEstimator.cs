using System.Buffers.Binary;
using System.Numerics;

namespace Cresta.VoiceCallSession.Sdk.Audio;

/// <summary>
/// Estimates how many bits a lossless coder (such as FLAC) needs for a block of audio bytes, if they are read in one format or another:
/// each sample is predicted from the two before it, and the residuals are taken to have a Laplace distribution. A G.711 code stands for an
/// interval of levels; the wider the interval, the fewer bits the code needs. So the lengths of all formats compare.
/// </summary>
internal sealed class CodeLengthEstimator
{
    /// <summary>The number of formats.</summary>
    public const int Formats = 4;

    private const int History = 2;
    private const int Samples = AudioBlock.Bytes / sizeof(short);
    private const int MaxUnusedBits = 8;
    private const int PlateauLevel = 1 << 13;
    private const int PlateauSamples = 2;

    // The entropy of a Laplace distribution whose mean absolute value is d, in bits: log2(2ed).
    private const float LaplaceFactor = 2 * MathF.E;

    private readonly float[] _lengths = new float[Formats];
    private int _littleEndianBits;
    private int _bigEndianBits;

    /// <summary>Estimates a block's length in each format.</summary>
    /// <param name="block">The block, with its history.</param>
    /// <returns>Bits, by <see cref="AudioSampleFormat"/>; valid until the next call.</returns>
    public ReadOnlySpan<float> Estimate(ReadOnlySpan<byte> block)
    {
        Span<int> samples = stackalloc int[History + Samples];
        EstimateG711(block, samples);
        EstimateLinear16(block, samples);
        return _lengths;
    }

    private void EstimateG711(ReadOnlySpan<byte> block, Span<int> samples)
    {
        float mulaw = 0, alaw = 0;
        for (var at = AudioBlock.HistoryBytes - History; at + samples.Length <= block.Length; at += Samples)
        {
            var codes = block.Slice(at, samples.Length);
            int mulawSteps = 0, alawSteps = 0;
            for (var i = 0; i < codes.Length; i++)
            {
                samples[i] = G711.DecodeMulaw(codes[i]);
                mulawSteps += i < History ? 0 : G711.MulawStepBits(codes[i]);
                alawSteps += i < History ? 0 : G711.AlawStepBits(codes[i]);
            }

            mulaw += Length(samples, (float)mulawSteps / Samples, rawBits: 8);
            for (var i = 0; i < codes.Length; i++)
            {
                samples[i] = G711.DecodeAlaw(codes[i]);
            }

            alaw += Length(samples, (float)alawSteps / Samples, rawBits: 8);
        }

        _lengths[(int)AudioSampleFormat.Mulaw] = mulaw;
        _lengths[(int)AudioSampleFormat.Alaw] = alaw;
    }

    private void EstimateLinear16(ReadOnlySpan<byte> block, Span<int> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(block[(i * sizeof(short))..]);
        }

        var littleEndian = Length(samples, UnusedBits(samples, ref _littleEndianBits), rawBits: 16);
        var isClipped = HasPlateaus(samples);
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16BigEndian(block[(i * sizeof(short))..]);
        }

        var bigEndian = Length(samples, UnusedBits(samples, ref _bigEndianBits), rawBits: 16);
        if (isClipped || HasPlateaus(samples))
        {
            // The two levels of clipped audio are close together when their bytes are swapped: it tells nothing of the byte order.
            littleEndian = bigEndian = Math.Min(littleEndian, bigEndian);
        }

        _lengths[(int)AudioSampleFormat.Linear16LittleEndian] = littleEndian;
        _lengths[(int)AudioSampleFormat.Linear16BigEndian] = bigEndian;
    }

    /// <summary>
    /// The bits for the samples after the history, each predicted as zero, as the sample before it, or on the line through the two before
    /// it: whichever fits best.
    /// </summary>
    private static float Length(ReadOnlySpan<int> samples, float stepBits, int rawBits)
    {
        int zero = 0, previous = 0, line = 0;
        for (var i = History; i < samples.Length; i++)
        {
            var slope = samples[i] - samples[i - 1];
            zero += Math.Abs(samples[i]);
            previous += Math.Abs(slope);
            line += Math.Abs(slope - (samples[i - 1] - samples[i - 2]));
        }

        var residual = (float)Math.Min(zero, Math.Min(previous, line)) / Samples;
        return Samples * Math.Min(MathF.Log2(1 + (LaplaceFactor * residual * MathF.Pow(2, -stepBits))), rawBits);
    }

    /// <summary>The low bits that are the same in all samples so far, as in audio that was widened from fewer bits.</summary>
    private static int UnusedBits(ReadOnlySpan<int> samples, ref int changedBits)
    {
        for (var i = 1; i < samples.Length; i++)
        {
            changedBits |= samples[i] ^ samples[i - 1];
        }

        return BitOperations.TrailingZeroCount(changedBits | (1 << MaxUnusedBits));
    }

    private static bool HasPlateaus(ReadOnlySpan<int> samples)
    {
        var count = 0;
        for (var i = 1; i < samples.Length; i++)
        {
            count += samples[i] == samples[i - 1] && Math.Abs(samples[i]) >= PlateauLevel ? 1 : 0;
        }

        return count >= PlateauSamples;
    }
}
