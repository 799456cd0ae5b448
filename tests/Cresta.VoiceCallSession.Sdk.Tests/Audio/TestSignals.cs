using System.Buffers.Binary;

namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

/// <summary>Samples that are made, changed and encoded.</summary>
internal static class TestSignals
{
    /// <summary>The bytes of samples in a format.</summary>
    public static byte[] Encode(short[] samples, AudioSampleFormat format) => format switch
    {
        AudioSampleFormat.Mulaw => [.. samples.Select(G711.EncodeMulaw)],
        AudioSampleFormat.Alaw => [.. samples.Select(G711.EncodeAlaw)],
        _ => Linear16(samples, format == AudioSampleFormat.Linear16BigEndian),
    };

    /// <summary>A function of time, from -1 to 1, as samples.</summary>
    public static short[] Sound(int rate, double seconds, Func<double, double> ofTime) =>
        [.. Enumerable.Range(0, (int)(rate * seconds)).Select(i => Limit(short.MaxValue * ofTime((double)i / rate)))];

    public static double Sine(double cycles) => Math.Sin(2 * Math.PI * cycles);

    public static short[] Amplify(short[] samples, double decibels) => [.. samples.Select(sample => Limit(sample * Factor(decibels)))];

    public static short[] Offset(short[] samples, int offset) => [.. samples.Select(sample => Limit(sample + offset))];

    /// <summary>Adds white noise, this much below the samples' own mean level.</summary>
    public static short[] AddNoise(short[] samples, double decibelsBelow)
    {
        var random = new Random(samples.Length);
        var level = Math.Sqrt(samples.Average(sample => (double)sample * sample)) * Factor(-decibelsBelow);
        return [.. samples.Select(sample => Limit(sample + (level * Math.Sqrt(3) * ((2 * random.NextDouble()) - 1))))];
    }

    /// <summary>Twice the sample rate, with linear interpolation.</summary>
    public static short[] DoubleRate(short[] samples) =>
    [
        .. samples
            .Zip(samples.Skip(1).Append((short)0), (first, second) => new[] { first, (short)((first + second) / 2) })
            .SelectMany(pair => pair),
    ];

    private static double Factor(double decibels) => Math.Pow(10, decibels / 20);

    private static short Limit(double value) => (short)Math.Clamp(Math.Round(value), short.MinValue, short.MaxValue);

    private static byte[] Linear16(short[] samples, bool bigEndian)
    {
        var bytes = new byte[samples.Length * sizeof(short)];
        for (var i = 0; i < samples.Length; i++)
        {
            var sample = bigEndian ? BinaryPrimitives.ReverseEndianness(samples[i]) : samples[i];
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * sizeof(short)), sample);
        }

        return bytes;
    }
}
