using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Testing.Faults;
using Cresta.VoiceCallSession.Sdk.Testing.Scripts;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// Something wrong with the network, for one direction of the connections through a <see cref="FaultProxy"/> or for both. Immutable and
/// thread-safe. Toxics combine: latencies add up, of several bandwidths or slicers the smallest counts, and of those that act after some
/// bytes the first one does.
/// </summary>
/// <remarks>
/// Bytes are those of TCP, so they include TLS and HTTP framing. They are counted per connection and direction from when the toxic came
/// into force there: for a connection opened later, from its first byte.
/// </remarks>
public sealed class Toxic
{
    private Toxic(ToxicKind kind) => Kind = kind;

    /// <summary>The direction that it acts on. <see cref="FaultDirection.Both"/> until <see cref="In"/> says otherwise.</summary>
    public FaultDirection Direction { get; private init; }

    internal ToxicKind Kind { get; }

    /// <summary>Of latency, or between slices.</summary>
    internal TimeSpan Delay { get; private init; }

    internal TimeSpan Jitter { get; private init; }

    /// <summary>Bytes a second, bytes a slice, or the bytes after which it acts.</summary>
    internal long Bytes { get; private init; }

    /// <summary>Whether it acts once so many bytes have passed.</summary>
    internal bool IsTrigger => Kind is ToxicKind.Reset or ToxicKind.HalfClose or ToxicKind.Limit or ToxicKind.BlackHole;

    /// <summary>Every piece arrives later. Pieces travel side by side, so that latency takes no bandwidth.</summary>
    /// <param name="delay">From a piece's arrival at the proxy to its being sent on.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative or more than a day.</exception>
    public static Toxic Latency(TimeSpan delay) => Latency(delay, TimeSpan.Zero);

    /// <summary>
    /// Every piece arrives later, by an amount that varies. The order stays, as with TCP: a late piece holds up those after it.
    /// </summary>
    /// <param name="delay">The middle.</param>
    /// <param name="jitter">How much sooner or later than that at most; below zero in sum is zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative or more than a day.</exception>
    public static Toxic Latency(TimeSpan delay, TimeSpan jitter)
    {
        ScriptTime.ThrowIfOutOfRange(delay);
        ScriptTime.ThrowIfOutOfRange(jitter);
        return new(ToxicKind.Latency) { Delay = delay, Jitter = jitter };
    }

    /// <summary>
    /// Only so many bytes a second pass. The sender feels it when the system's buffers are full: the proxy itself holds back next to
    /// nothing.
    /// </summary>
    /// <param name="bytesPerSecond">From 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytesPerSecond"/> is less than 1.</exception>
    public static Toxic Bandwidth(int bytesPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesPerSecond, 1);
        return new(ToxicKind.Bandwidth) { Bytes = bytesPerSecond };
    }

    /// <summary>Cuts the bytes into small pieces, each sent on its own, of sizes that come from the seed.</summary>
    /// <param name="maxBytes">Size of the largest piece, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is less than 1.</exception>
    public static Toxic Slicer(int maxBytes) => Slicer(maxBytes, TimeSpan.Zero);

    /// <summary>Cuts the bytes into small pieces, of sizes that come from the seed, and waits after each.</summary>
    /// <param name="maxBytes">Size of the largest piece, from 1.</param>
    /// <param name="delay">The wait; zero for none, where the receiver's system may join pieces again.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="maxBytes"/> is less than 1, or <paramref name="delay"/> is negative or more than a day.
    /// </exception>
    public static Toxic Slicer(int maxBytes, TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        ScriptTime.ThrowIfOutOfRange(delay);
        return new(ToxicKind.Slicer) { Bytes = maxBytes, Delay = delay };
    }

    /// <summary>
    /// Resets the connection (RST to both sides) once so many bytes have been sent on. As on a real network, what was sent just before may
    /// not be read any more.
    /// </summary>
    /// <param name="bytes">From 0, which is at once.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public static Toxic ResetAfter(long bytes) => After(ToxicKind.Reset, bytes);

    /// <summary>
    /// Ends the direction (FIN to the receiver) once so many bytes have been sent on. What the sender sends after that vanishes; the other
    /// direction goes on.
    /// </summary>
    /// <param name="bytes">From 0, which is at once.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public static Toxic HalfCloseAfter(long bytes) => After(ToxicKind.HalfClose, bytes);

    /// <summary>Closes the connection (FIN to both sides) once so many bytes have been sent on: the data end in the middle.</summary>
    /// <param name="bytes">From 0, which is at once.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public static Toxic LimitTo(long bytes) => After(ToxicKind.Limit, bytes);

    /// <summary>Swallows everything and says nothing, see <see cref="BlackHole(long)"/>.</summary>
    public static Toxic BlackHole() => BlackHole(0);

    /// <summary>
    /// Swallows everything once so many bytes have been sent on, and says nothing: the connection stays open, also when a side closes or
    /// resets it, as when packets vanish. When it is taken away, a connection that lost something is reset, because TCP never goes on after
    /// a hole.
    /// </summary>
    /// <param name="afterBytes">From 0, which is at once.</param>
    /// <remarks>
    /// Unlike a real one it acknowledges what it swallows, so that the sender's buffers do not fill up.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="afterBytes"/> is negative.</exception>
    public static Toxic BlackHole(long afterBytes) => After(ToxicKind.BlackHole, afterBytes, nameof(afterBytes));

    /// <summary>The same for another direction.</summary>
    /// <param name="direction">The direction.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="direction"/> is none.</exception>
    public Toxic In(FaultDirection direction) => Enum.IsDefined(direction)
        ? new(Kind) { Direction = direction, Delay = Delay, Jitter = Jitter, Bytes = Bytes }
        : throw new ArgumentOutOfRangeException(nameof(direction), direction, "Take ToServer, ToClient or Both.");

    /// <summary>What it does, such as <c>latency 50 ms ± 10 ms to server</c>.</summary>
    public override string ToString()
    {
        var what = Kind switch
        {
            ToxicKind.Latency => $"latency {Milliseconds(Delay)}" + (Jitter > TimeSpan.Zero ? $" ± {Milliseconds(Jitter)}" : ""),
            ToxicKind.Bandwidth => $"bandwidth {Bytes} bytes/s",
            ToxicKind.Slicer => $"slices of at most {Bytes} bytes" + (Delay > TimeSpan.Zero ? $" every {Milliseconds(Delay)}" : ""),
            ToxicKind.Reset => $"reset after {Bytes} bytes",
            ToxicKind.HalfClose => $"half-close after {Bytes} bytes",
            ToxicKind.Limit => $"limit of {Bytes} bytes",
            _ => Bytes == 0 ? "black hole" : $"black hole after {Bytes} bytes",
        };
        return Direction switch
        {
            FaultDirection.ToServer => what + " to server",
            FaultDirection.ToClient => what + " to client",
            _ => what,
        };
    }

    /// <summary>Whether it acts on that one direction.</summary>
    internal bool ActsOn(FaultDirection direction) => Direction == FaultDirection.Both || Direction == direction;

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###} ms");

    private static Toxic After(ToxicKind kind, long bytes, string name = "bytes")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes, name);
        return new(kind) { Bytes = bytes };
    }
}
