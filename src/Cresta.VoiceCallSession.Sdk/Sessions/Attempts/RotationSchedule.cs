using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>When a call's stream is to be replaced, and what the call has learnt about how old its streams may get. Used by one loop.</summary>
internal sealed class RotationSchedule(VoiceCallSessionClientOptions options)
{
    private static readonly TimeSpan ShortestTokenUse = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly LearntAge _learnt = new();
    private bool _postponed;

    /// <summary>A server ended a stream that worked. Says whether its age may have been the reason.</summary>
    public bool Learn(StatusCode code, TimeSpan age) => options.Rotation.LearnsStreamAge && _learnt.OnEnded(code, age);

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

        var (cause, wait) = Earliest(attempt);
        var due = Task.Delay(wait, options.TimeProvider, cancellationToken);
        var goingAway = options.Rotation.OnGoAway ? attempt.GoAway : due;
        var first = await Task.WhenAny(goingAway, due).ConfigureAwait(false);
        await first.ConfigureAwait(false);
        return first == due ? cause : AttemptCause.GoAway;
    }

    private (AttemptCause Cause, TimeSpan Wait) Earliest<TResponse>(StreamAttempt<TResponse> attempt)
        where TResponse : class
    {
        var cause = AttemptCause.StreamAge;
        var wait = Timeout.InfiniteTimeSpan;
        void Consider(AttemptCause other, TimeSpan due)
        {
            due = due < TimeSpan.Zero ? TimeSpan.Zero : due;
            (cause, wait) = wait == Timeout.InfiniteTimeSpan || due < wait ? (other, due) : (cause, wait);
        }

        if (options.Rotation.MaxStreamAge is { } age)
        {
            Consider(AttemptCause.StreamAge, Spread(age, attempt.Lot) - attempt.Age);
        }

        if (_learnt.Limit is { } learnt)
        {
            Consider(AttemptCause.StreamAge, Spread(learnt * 0.9, attempt.Lot) - attempt.Age);
        }

        if (options.Rotation.BeforeTokenExpiry is { } margin && attempt.TokenExpiry is { } expiry)
        {
            // A provider that gives the old token again must not make the call spin.
            var untilDue = expiry - margin - options.TimeProvider.GetUtcNow();
            Consider(AttemptCause.TokenExpiry, untilDue > ShortestTokenUse - attempt.Age ? untilDue : ShortestTokenUse - attempt.Age);
        }

        return (cause, wait);
    }

    private static TimeSpan Spread(TimeSpan age, double lot) => age * (1 - (0.1 * lot));
}
