using System.Buffers.Binary;

namespace Cresta.VoiceCallSession.Sdk;

/// <content>The conversions over spans.</content>
public static partial class G711
{
    /// <summary>Decodes µ-law codes into 16-bit linear samples.</summary>
    /// <param name="source">The µ-law codes, one byte a sample.</param>
    /// <param name="destination">Takes one sample for each code.</param>
    /// <returns>The number of samples written.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <paramref name="source"/>.</exception>
    public static int DecodeMulaw(ReadOnlySpan<byte> source, Span<short> destination) => Map(MulawLevels, source, destination);

    /// <summary>Decodes A-law codes into 16-bit linear samples.</summary>
    /// <param name="source">The A-law codes, one byte a sample.</param>
    /// <param name="destination">Takes one sample for each code.</param>
    /// <returns>The number of samples written.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <paramref name="source"/>.</exception>
    public static int DecodeAlaw(ReadOnlySpan<byte> source, Span<short> destination) => Map(AlawLevels, source, destination);

    /// <summary>Decodes µ-law codes into LINEAR16 bytes: 16-bit little-endian samples.</summary>
    /// <param name="source">The µ-law codes, one byte a sample.</param>
    /// <param name="destination">Takes two bytes for each code; must not overlap <paramref name="source"/>.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than twice <paramref name="source"/>.</exception>
    public static int DecodeMulawToLinear16(ReadOnlySpan<byte> source, Span<byte> destination) =>
        DecodeToLinear16(MulawLevels, source, destination);

    /// <summary>Decodes A-law codes into LINEAR16 bytes: 16-bit little-endian samples.</summary>
    /// <param name="source">The A-law codes, one byte a sample.</param>
    /// <param name="destination">Takes two bytes for each code; must not overlap <paramref name="source"/>.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than twice <paramref name="source"/>.</exception>
    public static int DecodeAlawToLinear16(ReadOnlySpan<byte> source, Span<byte> destination) =>
        DecodeToLinear16(AlawLevels, source, destination);

    /// <summary>Encodes 16-bit linear samples as µ-law codes.</summary>
    /// <param name="source">The linear samples.</param>
    /// <param name="destination">Takes one byte for each sample.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <paramref name="source"/>.</exception>
    public static int EncodeMulaw(ReadOnlySpan<short> source, Span<byte> destination)
    {
        CheckRoom(source, destination, source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = EncodeMulaw(source[i]);
        }

        return source.Length;
    }

    /// <summary>Encodes 16-bit linear samples as A-law codes.</summary>
    /// <param name="source">The linear samples.</param>
    /// <param name="destination">Takes one byte for each sample.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <paramref name="source"/>.</exception>
    public static int EncodeAlaw(ReadOnlySpan<short> source, Span<byte> destination)
    {
        CheckRoom(source, destination, source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = EncodeAlaw(source[i]);
        }

        return source.Length;
    }

    /// <summary>Encodes LINEAR16 bytes, 16-bit little-endian samples, as µ-law codes.</summary>
    /// <param name="source">The samples, two bytes each.</param>
    /// <param name="destination">Takes one byte for each sample; may start where <paramref name="source"/> does.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="source"/> ends inside a sample, or <paramref name="destination"/> is shorter than half of it.
    /// </exception>
    public static int EncodeMulawFromLinear16(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var samples = CountLinear16(source, destination);
        for (var i = 0; i < samples; i++)
        {
            destination[i] = EncodeMulaw(BinaryPrimitives.ReadInt16LittleEndian(source[(i * sizeof(short))..]));
        }

        return samples;
    }

    /// <summary>Encodes LINEAR16 bytes, 16-bit little-endian samples, as A-law codes.</summary>
    /// <param name="source">The samples, two bytes each.</param>
    /// <param name="destination">Takes one byte for each sample; may start where <paramref name="source"/> does.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="source"/> ends inside a sample, or <paramref name="destination"/> is shorter than half of it.
    /// </exception>
    public static int EncodeAlawFromLinear16(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var samples = CountLinear16(source, destination);
        for (var i = 0; i < samples; i++)
        {
            destination[i] = EncodeAlaw(BinaryPrimitives.ReadInt16LittleEndian(source[(i * sizeof(short))..]));
        }

        return samples;
    }

    /// <summary>Converts A-law codes into µ-law codes, each as <see cref="AlawToMulaw(byte)"/> does.</summary>
    /// <param name="source">The A-law codes, one byte a sample.</param>
    /// <param name="destination">Takes one byte for each code; may start where <paramref name="source"/> does, to convert in place.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <paramref name="source"/>.</exception>
    public static int AlawToMulaw(ReadOnlySpan<byte> source, Span<byte> destination) => Map(MulawOfAlaw, source, destination);

    private static int Map<T>(T[] ofCode, ReadOnlySpan<byte> source, Span<T> destination)
    {
        CheckRoom(source, destination, source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = ofCode[source[i]];
        }

        return source.Length;
    }

    private static int DecodeToLinear16(short[] levels, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        CheckRoom(source, destination, (long)source.Length * sizeof(short));
        for (var i = 0; i < source.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(destination[(i * sizeof(short))..], levels[source[i]]);
        }

        return source.Length * sizeof(short);
    }

    private static int CountLinear16(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.Length % sizeof(short) != 0)
        {
            throw new ArgumentException(
                $"The source has {source.Length} bytes, which ends inside a 16-bit sample: pass an even number of bytes and keep the "
                    + $"last one for the next call.",
                nameof(source));
        }

        CheckRoom(source, destination, source.Length / sizeof(short));
        return source.Length / sizeof(short);
    }

    private static void CheckRoom<TSource, TDestination>(ReadOnlySpan<TSource> source, Span<TDestination> destination, long needed)
    {
        if (destination.Length < needed)
        {
            throw new ArgumentException(
                $"The source has {source.Length} {Unit<TSource>()}, but the destination only {destination.Length} "
                    + $"{Unit<TDestination>()}: pass a destination of at least {needed} {Unit<TDestination>()}.",
                nameof(destination));
        }
    }

    private static string Unit<T>() => typeof(T) == typeof(byte) ? "bytes" : "samples";
}
