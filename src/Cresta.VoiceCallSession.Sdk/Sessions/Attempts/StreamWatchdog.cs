
namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>
/// Looks at a stream now and then: whether a write hangs, whether a server that has been acknowledging fell silent, whether there was
/// nothing to send for long. One timer a stream.
/// </summary>
internal sealed class StreamWatchdog : IDisposable
{
    /// <summary>A stream that has carried the call for this long has made progress, whether its server acknowledges or not.</summary>
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(5);

    /// <summary>A server that answers has done so this long after the first message.</summary>
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(1);

    private readonly CallServices _work;
    private readonly Action<Exception> _cutOff;
    private readonly Action<HalfClose> _leave;
    private readonly Action _onStable;
    private readonly Action _onUnanswered;
    private readonly TimeProvider _timeProvider;
    private readonly long _startedAt;
    private readonly ITimer _timer;
    private long _sampledAt;
    private long _writingSince;
    private long _lastWriteAt;
    private long _firstWrittenAt;
    private bool _isStable;
    private bool _isAnswerChecked;

    public StreamWatchdog(CallServices work, Action<Exception> cutOff, Action<HalfClose> leave, Action onStable, Action onUnanswered)
    {
        _work = work;
        _cutOff = cutOff;
        _leave = leave;
        _onStable = onStable;
        _onUnanswered = onUnanswered;
        _timeProvider = work.Context.TimeProvider;
        _startedAt = _sampledAt = _lastWriteAt = _timeProvider.GetTimestamp();
        var period = Period(work.Context.Options);
        _timer = _timeProvider.CreateTimer(static watchdog => ((StreamWatchdog)watchdog!).Look(), this, period, period);
    }

    /// <summary>A write begins.</summary>
    /// <returns>The timestamp of that.</returns>
    public long OnWriting()
    {
        var now = _timeProvider.GetTimestamp();
        Volatile.Write(ref _writingSince, now);
        return now;
    }

    /// <summary>The write is done.</summary>
    public void OnWritten()
    {
        OnWriteFailed();
        var now = _timeProvider.GetTimestamp();
        Volatile.Write(ref _lastWriteAt, now);
        if (_firstWrittenAt == 0)
        {
            // One loop writes.
            Volatile.Write(ref _firstWrittenAt, now);
        }

        if (!_isStable && _timeProvider.GetElapsedTime(_startedAt, now) >= StableAfter)
        {
            // A link that is narrower than the audio has a write under way whenever it is looked at; that writes come to an end shows
            // that it carries the call.
            _isStable = true;
            _onStable();
        }
    }

    /// <summary>The write has ended without success.</summary>
    public void OnWriteFailed() => Volatile.Write(ref _writingSince, 0);

    public void Dispose() => _timer.Dispose();

    private static TimeSpan Period(VoiceCallSessionClientOptions options)
    {
        var shortest = new[] { options.Reconnect.WriteTimeout, options.Reconnect.AcknowledgementTimeout, options.Idle.After }.Min() / 4;
        return TimeSpan.FromTicks(Math.Clamp(shortest.Ticks, TimeSpan.FromMilliseconds(5).Ticks, LongestPeriod.Ticks));
    }

    private void Look()
    {
        var options = _work.Context.Options;
        if (_timeProvider.GetElapsedTime(_sampledAt) >= LongestPeriod)
        {
            _sampledAt = _timeProvider.GetTimestamp();
            _work.Telemetry.Sample();
        }

        var writingSince = Volatile.Read(ref _writingSince);
        if (writingSince == 0 && !_isStable && _timeProvider.GetElapsedTime(_startedAt) >= StableAfter)
        {
            _isStable = true;
            _onStable();
        }

        if (!_isAnswerChecked && Volatile.Read(ref _firstWrittenAt) is not 0 and var first
            && _timeProvider.GetElapsedTime(first) >= AnsweredWithin)
        {
            _isAnswerChecked = true;
            _onUnanswered();
        }

        if (writingSince != 0 && _timeProvider.GetElapsedTime(writingSince) > options.Reconnect.WriteTimeout)
        {
            _cutOff(CallErrors.NotReading(options.Reconnect.WriteTimeout));
        }
        else if (_work.Ledger.TakeOverdue(options.Reconnect.AcknowledgementTimeout))
        {
            _cutOff(CallErrors.NotAnswering(options.Reconnect.AcknowledgementTimeout));
        }
        else if (writingSince == 0 && options.Idle.Action != IdleAction.None
            && _timeProvider.GetElapsedTime(Volatile.Read(ref _lastWriteAt)) > options.Idle.After)
        {
            Idle(options.Idle.Action);
        }
    }

    private void Idle(IdleAction action)
    {
        if (action == IdleAction.SendSilence)
        {
            _work.Queue.OfferSilence();
        }
        else if (!_work.Queue.IsEnding)
        {
            _leave(HalfClose.Parked);
        }
    }
}
