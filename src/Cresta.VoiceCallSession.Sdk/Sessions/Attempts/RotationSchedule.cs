using Cresta.VoiceCallSession.Sdk.Validation;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>When a call's stream is to be replaced. Used by one loop.</summary>
internal sealed class RotationSchedule(VoiceCallSessionClientOptions options)
{
    private static readonly TimeSpan ShortestTokenUse = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestGoAwayInterval = TimeSpan.FromMinutes(5);

    private readonly ObservedStreamAge _observed = new();
    private TimeSpan _goAwayInterval = options.Rotation.MinStreamAge;
    private bool _postponed;
    private bool _dueByObservedAge;

    /// <summary>A stream of the call has ended, or was replaced.</summary>
    /// <param name="code">What the server ended it with; null if this side replaced it or it broke.</param>
    /// <param name="age">How old it was.</param>
    public void OnEnded(StatusCode? code, TimeSpan age)
    {
        if (!options.Rotation.AdaptToObservedStreamAge)
        {
            return;
        }

        if (code is { } status)
        {
            _observed.OnEnded(status, age);
        }
        else
        {
            _observed.OnSurvived(age);
        }
    }

    /// <summary>A stream has been replaced for this cause.</summary>
    public void OnReplaced(AttemptCause cause)
    {
        if (cause == AttemptCause.StreamAge && _dueByObservedAge)
        {
            _observed.OnReplaced();
        }
    }

    /// <summary>The replacement could not be opened: the stream stays, and it is tried again a little later.</summary>
    public void Postpone() => _postponed = true;

    /// <summary>Waits until the stream is to be replaced.</summary>
    public async Task<AttemptCause> DueAsync<TResponse>(StreamAttempt<TResponse> attempt, CancellationToken cancellationToken)
        where TResponse : class
    {
        if (_postponed)
        {
            _postponed = false;
            await Task.Delay(RetryAfter, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            var (cause, wait) = Earliest(attempt);

            // A token may live for years.
            var timer = DurationRules.ToTimer(wait);
            var due = Task.Delay(timer, options.TimeProvider, cancellationToken);
            var first = await Task.WhenAny(options.Rotation.OnGoAway ? attempt.GoAway : due, due).ConfigureAwait(false);
            if (first != due)
            {
                await WaitForGoAwayIntervalAsync(attempt, cancellationToken).ConfigureAwait(false);
                return AttemptCause.GoAway;
            }

            await due.ConfigureAwait(false);
            if (timer == wait)
            {
                return cause;
            }
        }
    }

    /// <summary>
    /// Behind a proxy that takes few requests on a connection, each replacement brings the next GOAWAY. A stream that replaced another for
    /// one stays until it has a minimum age, which doubles each time; its connection works until it is closed.
    /// </summary>
    private async Task WaitForGoAwayIntervalAsync<TResponse>(StreamAttempt<TResponse> attempt, CancellationToken cancellationToken)
        where TResponse : class
    {
        if (attempt.Record.Cause != AttemptCause.GoAway || attempt.Age > LongestGoAwayInterval)
        {
            _goAwayInterval = options.Rotation.MinStreamAge;
            return;
        }

        var wait = _goAwayInterval - attempt.Age;
        _goAwayInterval = _goAwayInterval * 2 < LongestGoAwayInterval ? _goAwayInterval * 2 : Max(LongestGoAwayInterval, _goAwayInterval);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private (AttemptCause Cause, TimeSpan Wait) Earliest<TResponse>(StreamAttempt<TResponse> attempt)
        where TResponse : class
    {
        var cause = AttemptCause.StreamAge;
        var wait = Timeout.InfiniteTimeSpan;
        void Consider(AttemptCause other, TimeSpan due)
        {
            due = Max(due, TimeSpan.Zero);
            (cause, wait) = wait == Timeout.InfiniteTimeSpan || due < wait ? (other, due) : (cause, wait);
        }

        if (options.Rotation.MaxStreamAge is { } age)
        {
            Consider(AttemptCause.StreamAge, Spread(age, attempt.JitterFraction) - attempt.Age);
        }

        var other = wait;
        if (_observed.Limit is { } observed)
        {
            Consider(AttemptCause.StreamAge, Spread(observed * 0.9, attempt.JitterFraction) - attempt.Age);
        }

        _dueByObservedAge = wait != other;
        if (options.Rotation.BeforeTokenExpiry is { } margin && attempt.TokenExpiry is { } expiry)
        {
            // A provider that gives the old token again must not make the call spin.
            var untilDue = expiry - options.TimeProvider.GetUtcNow() - margin;
            Consider(AttemptCause.TokenExpiry, Max(untilDue, ShortestTokenUse - attempt.Age));
        }

        return (cause, wait);
    }

    private static TimeSpan Spread(TimeSpan age, double jitterFraction) => age * (1 - (0.1 * jitterFraction));

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
