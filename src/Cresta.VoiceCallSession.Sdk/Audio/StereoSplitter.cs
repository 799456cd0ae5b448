using System.Runtime.InteropServices;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// Splits sample-interleaved two-channel audio (left, right, left, right…) into two mono channels: one channel a party of the call. An
/// instance carries a sample frame that is cut off at the end of one buffer over to the next.
/// </summary>
/// <remarks>
/// A sample frame is one sample of each channel: 2 bytes of G.711, 4 bytes of 16-bit audio. An instance belongs to one stream of audio and
/// is not thread-safe; <see cref="Deinterleave"/> keeps no state and is. Nothing allocates after construction.
/// </remarks>
public sealed class StereoSplitter
{
    private const int Channels = 2;

    private readonly byte[] _cutFrame;

    /// <summary>Creates a splitter for one stream of two-channel audio.</summary>
    /// <param name="bytesPerSample">1 for µ-law and A-law, 2 for 16-bit linear.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytesPerSample"/> is neither 1 nor 2.</exception>
    public StereoSplitter(int bytesPerSample)
    {
        CheckBytesPerSample(bytesPerSample);
        BytesPerSample = bytesPerSample;
        _cutFrame = new byte[Channels * bytesPerSample];
    }

    /// <summary>The bytes of one sample of one channel: 1 or 2.</summary>
    public int BytesPerSample { get; }

    /// <summary>
    /// The bytes of a cut-off sample frame that wait for the rest of it. If this is not 0 when the audio ends, the audio ended inside a
    /// sample frame.
    /// </summary>
    public int PendingBytes { get; private set; }

    /// <summary>Splits whole sample frames, without state.</summary>
    /// <param name="source">The interleaved audio, whole sample frames.</param>
    /// <param name="bytesPerSample">1 for µ-law and A-law, 2 for 16-bit linear.</param>
    /// <param name="left">Takes the first channel: half as many bytes as <paramref name="source"/>. Must not overlap it.</param>
    /// <param name="right">Takes the second channel: half as many bytes as <paramref name="source"/>. Must not overlap it.</param>
    /// <returns>The number of bytes written to each channel.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytesPerSample"/> is neither 1 nor 2.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="source"/> ends inside a sample frame, or a destination is too short.
    /// </exception>
    public static int Deinterleave(ReadOnlySpan<byte> source, int bytesPerSample, Span<byte> left, Span<byte> right)
    {
        CheckBytesPerSample(bytesPerSample);
        if (source.Length % (Channels * bytesPerSample) != 0)
        {
            throw new ArgumentException(
                $"The source has {source.Length} bytes, which ends inside a sample frame of {Channels * bytesPerSample} bytes: pass "
                    + $"whole sample frames, or use an instance, which carries the cut frame over.",
                nameof(source));
        }

        var length = source.Length / Channels;
        CheckRoom(length, source.Length, left.Length, nameof(left));
        CheckRoom(length, source.Length, right.Length, nameof(right));
        if (bytesPerSample == sizeof(byte))
        {
            DeinterleaveSamples(source, left, right);
        }
        else
        {
            DeinterleaveSamples(
                MemoryMarshal.Cast<byte, short>(source), MemoryMarshal.Cast<byte, short>(left), MemoryMarshal.Cast<byte, short>(right));
        }

        return length;
    }

    /// <summary>How many bytes <see cref="Split"/> will write to each channel for a source of this length.</summary>
    /// <param name="sourceLength">The length of the interleaved audio in bytes.</param>
    /// <returns>The number of bytes for each channel, cut-off bytes of the last call included.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sourceLength"/> is negative.</exception>
    public int GetChannelLength(int sourceLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sourceLength);
        return (int)(((long)PendingBytes + sourceLength) / _cutFrame.Length) * BytesPerSample;
    }

    /// <summary>
    /// Splits the next piece of the stream, which may be cut anywhere: bytes of a cut-off sample frame are kept and come out with the rest
    /// of it.
    /// </summary>
    /// <param name="source">The next bytes of the interleaved audio, any number of them.</param>
    /// <param name="left">
    /// Takes the first channel: <see cref="GetChannelLength"/> bytes. Must not overlap <paramref name="source"/>.
    /// </param>
    /// <param name="right">
    /// Takes the second channel: <see cref="GetChannelLength"/> bytes. Must not overlap <paramref name="source"/>.
    /// </param>
    /// <returns>The number of bytes written to each channel, whole samples; 0 while a sample frame is incomplete.</returns>
    /// <exception cref="ArgumentException">A destination is too short; nothing was taken from <paramref name="source"/>.</exception>
    public int Split(ReadOnlySpan<byte> source, Span<byte> left, Span<byte> right)
    {
        var length = GetChannelLength(source.Length);
        CheckRoom(length, source.Length, left.Length, nameof(left));
        CheckRoom(length, source.Length, right.Length, nameof(right));
        if (PendingBytes > 0)
        {
            var missing = Math.Min(_cutFrame.Length - PendingBytes, source.Length);
            source[..missing].CopyTo(_cutFrame.AsSpan(PendingBytes));
            PendingBytes += missing;
            source = source[missing..];
            if (PendingBytes < _cutFrame.Length)
            {
                return 0;
            }

            Deinterleave(_cutFrame, BytesPerSample, left, right);
            left = left[BytesPerSample..];
            right = right[BytesPerSample..];
        }

        PendingBytes = source.Length % _cutFrame.Length;
        source[^PendingBytes..].CopyTo(_cutFrame);
        Deinterleave(source[..^PendingBytes], BytesPerSample, left, right);
        return length;
    }

    /// <summary>Forgets a cut-off sample frame, to begin another stream.</summary>
    public void Reset() => PendingBytes = 0;

    private static void DeinterleaveSamples<T>(ReadOnlySpan<T> source, Span<T> left, Span<T> right)
    {
        for (var i = 0; i < source.Length / Channels; i++)
        {
            left[i] = source[Channels * i];
            right[i] = source[(Channels * i) + 1];
        }
    }

    private static void CheckBytesPerSample(int bytesPerSample)
    {
        if (bytesPerSample is not (sizeof(byte) or sizeof(short)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(bytesPerSample), bytesPerSample, "A sample has 1 byte (µ-law, A-law) or 2 bytes (16-bit linear): pass 1 or 2.");
        }
    }

    private static void CheckRoom(int needed, int sourceLength, int length, string destination)
    {
        if (length < needed)
        {
            throw new ArgumentException(
                $"The source has {sourceLength} bytes, but the {destination} channel has room for only {length}: pass at least {needed} "
                    + $"bytes.",
                destination);
        }
    }
}
