using System.Runtime.CompilerServices;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// Paces recorded audio as if it were live: a wait for a position of the recording ends when that position is due. Every due time is
/// counted from the start, so a late wake-up delays one frame and never those after it.
/// </summary>
/// <remarks>Thread-safe: both parties of a call may share one pacer, and with it one clock.</remarks>
public sealed class AudioPacer
{
    // Below the longest wait that a timer takes (49 days); a longer wait is several of these.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly TimeProvider _timeProvider;
    private StrongBox<long>? _start;

    /// <summary>Creates a pacer, not yet started.</summary>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="speed">1 for real time, 10 for ten times as fast, 0 for as fast as possible: no wait at all.</param>
    /// <exception cref="ArgumentNullException"><paramref name="timeProvider"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="speed"/> is negative, infinite or not a number.</exception>
    public AudioPacer(TimeProvider timeProvider, double speed)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        if (!double.IsFinite(speed) || speed < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(speed), speed, "A speed is 0 (as fast as possible) or a positive number (1 is real time): pass one of these.");
        }

        _timeProvider = timeProvider;
        Speed = speed;
    }

    /// <summary>Seconds of audio in a second of time; 0 is as fast as possible.</summary>
    public double Speed { get; }

    /// <summary>Makes now the time at which position zero is due. Does nothing if the pacer has started.</summary>
    public void Start() => GetStart();

    /// <summary>
    /// Waits until a position of the recording is due: start + position / speed. Returns at once if that is past, or if the speed is 0. The
    /// first call starts the pacer, unless <see cref="Start"/> has.
    /// </summary>
    /// <param name="position">The position in the recording, from its beginning: audio already handed out.</param>
    /// <param name="cancellationToken">Cancels this wait; the schedule stays as it is.</param>
    /// <returns>A task that completes when the position is due, never earlier.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="position"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask WaitUntilAsync(TimeSpan position, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(position, TimeSpan.Zero);
        cancellationToken.ThrowIfCancellationRequested();
        var start = GetStart();
        if (Speed == 0)
        {
            return;
        }

        var due = GetDue(position);
        for (var left = due - _timeProvider.GetElapsedTime(start); left > TimeSpan.Zero; left = due - _timeProvider.GetElapsedTime(start))
        {
            // Timers count whole milliseconds and cut off the rest, which would end the wait early.
            var delay = left < LongestDelay ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : LongestDelay;
            await Task.Delay(delay, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan GetDue(TimeSpan position)
    {
        var ticks = position.Ticks / Speed;
        return ticks < TimeSpan.MaxValue.Ticks ? TimeSpan.FromTicks((long)ticks) : TimeSpan.MaxValue;
    }

    private long GetStart()
    {
        if (Volatile.Read(ref _start) is { } start)
        {
            return start.Value;
        }

        var now = new StrongBox<long>(_timeProvider.GetTimestamp());
        return (Interlocked.CompareExchange(ref _start, now, null) ?? now).Value;
    }
}
