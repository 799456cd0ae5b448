using System.Numerics;

namespace Cresta.VoiceCallSession.Sdk.Audio;

/// <summary>
/// The unit in which <see cref="EncodingDetector"/> examines audio: some bytes, and before them those that the first samples are predicted
/// from.
/// </summary>
internal static class AudioBlock
{
    /// <summary>The bytes that are examined: 32 samples of 8 bits, or 16 samples of 16 bits.</summary>
    public const int Bytes = 32;

    /// <summary>The bytes before them: two samples of 16 bits.</summary>
    public const int HistoryBytes = 4;

    private const int FewestValues = 6;

    /// <summary>
    /// Whether a block can tell formats apart. Digital silence, idle patterns, square waves and tones that repeat a few values are
    /// predictable in every format.
    /// </summary>
    /// <param name="block">The block, with its history.</param>
    public static bool IsInformative(ReadOnlySpan<byte> block) =>
        !block[sizeof(short)..].SequenceEqual(block[..^sizeof(short)]) && CountValues(block[HistoryBytes..]) >= FewestValues;

    private static int CountValues(ReadOnlySpan<byte> bytes)
    {
        ulong first = 0, second = 0, third = 0, fourth = 0;
        foreach (var value in bytes)
        {
            var bit = 1UL << (value & 63);
            first |= value < 64 ? bit : 0;
            second |= value is >= 64 and < 128 ? bit : 0;
            third |= value is >= 128 and < 192 ? bit : 0;
            fourth |= value >= 192 ? bit : 0;
        }

        return BitOperations.PopCount(first) + BitOperations.PopCount(second)
            + BitOperations.PopCount(third) + BitOperations.PopCount(fourth);
    }
}
