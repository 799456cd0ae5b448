using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// Whether audio looks like another encoding than the declared one, by the top bits of its first bytes. A byte of µ-law has its two top bits different half of the time,
/// however loud the speech; of a linear sample the low byte does, the high byte hardly ever. One pass, a few counters, for two seconds that are not silence.
/// </summary>
internal sealed class EncodingGuess
{
    private static readonly TimeSpan Evidence = TimeSpan.FromSeconds(2);

    private readonly AudioEncoding _declared;
    private readonly long _pairsWanted;
    private readonly int[] _first = new int[4];
    private readonly int[] _second = new int[4];
    private int _alike;
    private long _pairs;
    private byte _waiting;
    private bool _hasWaiting;

    private EncodingGuess(AudioShape shape)
    {
        _declared = shape.Encoding;
        _pairsWanted = shape.BytesIn(Evidence) / 2;
    }

    /// <summary>What the audio looks like, once <see cref="Inspect"/> has seen enough; null where that is what was declared, or nothing that is known.</summary>
    public AudioEncoding? Suspected { get; private set; }

    /// <summary>A guess for one participant, or null where the encoding is none that can be told from another.</summary>
    public static EncodingGuess? For(AudioShape shape) =>
        shape.Encoding is AudioEncoding.Linear16 or AudioEncoding.Mulaw ? new EncodingGuess(shape) : null;

    /// <summary>Looks at the next audio.</summary>
    /// <returns>True when it has seen enough.</returns>
    public bool Inspect(ReadOnlySpan<byte> audio)
    {
        foreach (var b in audio)
        {
            if (!_hasWaiting)
            {
                (_waiting, _hasWaiting) = (b, true);
                continue;
            }

            _hasWaiting = false;
            if (_waiting == b && b is 0x00 or 0xFF)
            {
                // Digital silence in either encoding tells nothing.
                continue;
            }

            _first[_waiting >> 6]++;
            _second[b >> 6]++;
            _alike += (_waiting ^ b) < 16 ? 1 : 0;
            if (++_pairs >= _pairsWanted)
            {
                Suspected = Conclude();
                return true;
            }
        }

        return false;
    }

    private AudioEncoding? Conclude() => _declared switch
    {
        AudioEncoding.Linear16 when LooksLikeMulaw() => AudioEncoding.Mulaw,
        AudioEncoding.Mulaw when LooksLikeHighByte(_second, _first) || LooksLikeHighByte(_first, _second) => AudioEncoding.Linear16,
        _ => null,
    };

    /// <summary>Neighbours that are distributed alike, often of one sign and segment, which a sample's two bytes are not.</summary>
    private bool LooksLikeMulaw() =>
        Share(Mixed(_first)) is >= 0.3 and <= 0.75 && Share(Mixed(_second)) is >= 0.3 and <= 0.75
        && Share(_alike) >= 0.35
        && Enumerable.Range(0, 4).All(i => Share(Math.Abs(_first[i] - _second[i])) <= 0.1);

    /// <summary>High bytes are close to zero on both sides, while their low bytes are anywhere.</summary>
    private bool LooksLikeHighByte(int[] high, int[] low) =>
        Share(Mixed(high)) <= 0.1 && Share(Mixed(low)) >= 0.15 && Mixed(low) >= 4 * Mixed(high)
        && Share(high[0]) >= 0.15 && Share(high[3]) >= 0.15;

    private static int Mixed(int[] counts) => counts[1] + counts[2];

    private double Share(int count) => (double)count / _pairs;
}
