using System.Numerics;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// ITU-T G.711: µ-law and A-law, 8 bits a sample, to and from 16-bit linear samples. Nothing here allocates or keeps state, so
/// every member may be called from any thread.
/// </summary>
/// <remarks>
/// <para>
/// Linear samples use the full 16-bit range. G.711 itself counts µ-law in 14 bits and A-law in 13; those values are shifted up by 2
/// and 3 bits, so the loudest µ-law level is ±32124 and the loudest A-law level ±32256.
/// </para>
/// <para>
/// Encoding follows G.711's decision values on the sample's magnitude, so positive and negative samples mirror each other; a
/// sample that lies on a decision value takes the level farther from zero, and samples beyond the last decision value take the
/// loudest level. Inside a segment this is the nearest level.
/// </para>
/// </remarks>
public static partial class G711
{
    /// <summary>The µ-law code of a zero sample: what to send for silence.</summary>
    public const byte MulawSilence = 0xFF;

    /// <summary>The A-law code of the smallest positive level (A-law has no zero): what to send for silence.</summary>
    public const byte AlawSilence = 0xD5;

    private const int MulawBias = 33 << 2;
    private const int MulawLoudest = 8158 << 2;
    private const int AlawEvenBits = 0x55;
    private const int SignBit = 0x80;
    private const int SegmentShift = 4;
    private const int StepMask = 0x0F;

    private static readonly short[] MulawLevels = Tabulate(ExpandMulaw);
    private static readonly short[] AlawLevels = Tabulate(ExpandAlaw);
    private static readonly byte[] MulawOfAlaw = Tabulate(code => EncodeMulaw(ExpandAlaw(code)));

    /// <summary>Gives the 16-bit linear level of a µ-law code. Both zero codes, 0xFF and 0x7F, give 0.</summary>
    /// <param name="code">The µ-law code as it is on the wire.</param>
    /// <returns>The level, -32124 to 32124.</returns>
    public static short DecodeMulaw(byte code) => MulawLevels[code];

    /// <summary>Gives the 16-bit linear level of an A-law code.</summary>
    /// <param name="code">The A-law code as it is on the wire, its even bits inverted.</param>
    /// <returns>The level, -32256 to 32256, never 0.</returns>
    public static short DecodeAlaw(byte code) => AlawLevels[code];

    /// <summary>Gives the µ-law code of a 16-bit linear sample; 0 gives <see cref="MulawSilence"/>.</summary>
    /// <param name="sample">The linear sample.</param>
    /// <returns>The µ-law code as it is on the wire.</returns>
    public static byte EncodeMulaw(short sample)
    {
        var sign = sample < 0 ? 0 : SignBit;
        var biased = Math.Min(Math.Abs((int)sample), MulawLoudest) + MulawBias;
        // The bias makes every segment start at a power of two, the first at 1 << 7.
        var segment = BitOperations.Log2((uint)biased) - 7;
        var step = (biased >> (segment + 3)) & StepMask;
        return (byte)(sign | (~((segment << SegmentShift) | step) & ~SignBit));
    }

    /// <summary>Gives the A-law code of a 16-bit linear sample; 0 gives <see cref="AlawSilence"/>.</summary>
    /// <param name="sample">The linear sample.</param>
    /// <returns>The A-law code as it is on the wire, its even bits inverted.</returns>
    public static byte EncodeAlaw(short sample)
    {
        var sign = sample < 0 ? 0 : SignBit;
        var magnitude = Math.Min(Math.Abs((int)sample), short.MaxValue);
        // Segments 0 and 1 have the same step, so only from 1 << 9 on does a doubling make a new segment.
        var segment = Math.Max(BitOperations.Log2((uint)magnitude | 1) - 7, 0);
        var step = (magnitude >> (Math.Max(segment, 1) + 3)) & StepMask;
        return (byte)((sign | (segment << SegmentShift) | step) ^ AlawEvenBits);
    }

    /// <summary>Gives the µ-law code of an A-law code's level: the same as decoding and encoding, in one step.</summary>
    /// <remarks>
    /// G.711's own conversion, its Table 4, takes the next quieter code for the levels from ±4032 to ±8064, in favour of coming
    /// back to the same A-law code later. This one is always equal to the way over linear samples instead.
    /// </remarks>
    /// <param name="code">The A-law code as it is on the wire.</param>
    /// <returns>The µ-law code as it is on the wire; the sign is kept.</returns>
    public static byte AlawToMulaw(byte code) => MulawOfAlaw[code];

    /// <summary>The size of the step that a µ-law code stands for, as a power of two.</summary>
    internal static int MulawStepBits(byte code) => ((~code >> SegmentShift) & 7) + 3;

    /// <summary>The size of the step that an A-law code stands for, as a power of two.</summary>
    internal static int AlawStepBits(byte code) => Math.Max(((code ^ AlawEvenBits) >> SegmentShift) & 7, 1) + 3;

    private static short ExpandMulaw(byte code)
    {
        var bits = ~code;
        var segment = (bits >> SegmentShift) & 7;
        var magnitude = ((((bits & StepMask) << 3) + MulawBias) << segment) - MulawBias;
        return (short)((code & SignBit) != 0 ? magnitude : -magnitude);
    }

    private static short ExpandAlaw(byte code)
    {
        var bits = code ^ AlawEvenBits;
        var segment = (bits >> SegmentShift) & 7;
        var middleOfStep = ((bits & StepMask) << 4) + 8;
        var magnitude = segment == 0 ? middleOfStep : (middleOfStep + (1 << 8)) << (segment - 1);
        return (short)((code & SignBit) != 0 ? magnitude : -magnitude);
    }

    private static T[] Tabulate<T>(Func<byte, T> ofCode)
    {
        var table = new T[byte.MaxValue + 1];
        for (var code = 0; code < table.Length; code++)
        {
            table[code] = ofCode((byte)code);
        }

        return table;
    }
}
