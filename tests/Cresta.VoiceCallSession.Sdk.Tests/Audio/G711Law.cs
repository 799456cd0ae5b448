namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

/// <summary>
/// G.711 as its tables state it, which is not how the code computes it: the intervals of the positive half (size and count, Tables 1a and
/// 2a), levels in the middle of their interval, and the rule for character signals. Scaled to 16 bits.
/// </summary>
internal sealed class G711Law
{
    /// <summary>Table 1a: 13-bit values up to 4096; even bits of the character signal are inverted.</summary>
    public static readonly G711Law Alaw = new(
        [(32, 2), (16, 4), (16, 8), (16, 16), (16, 32), (16, 64), (16, 128)],
        scale: 8,
        zeroLevel: false,
        (n, positive) => (positive ? 0x80 | n : n) ^ 0x55);

    /// <summary>Table 2a: 14-bit values up to 8159; the level of the first interval, 0 to 1, is 0; all bits are inverted.</summary>
    public static readonly G711Law Mulaw = new(
        [(1, 1), (15, 2), (16, 4), (16, 8), (16, 16), (16, 32), (16, 64), (16, 128), (16, 256)],
        scale: 4,
        zeroLevel: true,
        (n, positive) => positive ? 0xFF - n : 0x7F - n);

    private readonly List<int> _decisionValues = [0];
    private readonly Func<int, bool, int> _characterSignal;

    private G711Law((int Count, int Size)[] intervals, int scale, bool zeroLevel, Func<int, bool, int> characterSignal)
    {
        _characterSignal = characterSignal;
        foreach (var (count, size) in intervals)
        {
            for (var i = 0; i < count; i++)
            {
                _decisionValues.Add(_decisionValues[^1] + (size * scale));
            }
        }

        for (var n = 0; n < 128; n++)
        {
            var level = n == 0 && zeroLevel ? 0 : (_decisionValues[n] + _decisionValues[n + 1]) / 2;
            Levels[characterSignal(n, true)] = (short)level;
            Levels[characterSignal(n, false)] = (short)-level;
        }
    }

    /// <summary>The level of each of the 256 codes.</summary>
    public short[] Levels { get; } = new short[256];

    /// <summary>
    /// The code of a sample: the interval that its magnitude lies in, a decision value belonging to the interval above it.
    /// </summary>
    public byte Encode(int sample) => (byte)_characterSignal(IntervalOf(sample), sample >= 0);

    /// <summary>
    /// The greatest error of a sample that is not beyond the last decision value: half its interval, or all of it around 0.
    /// </summary>
    public int GreatestError(int sample)
    {
        var n = IntervalOf(sample);
        var size = _decisionValues[n + 1] - _decisionValues[n];
        return n == 0 && Levels[_characterSignal(0, true)] == 0 ? size : size / 2;
    }

    private int IntervalOf(int sample) => Math.Min(_decisionValues.FindLastIndex(value => value <= Math.Abs(sample)), 127);
}
