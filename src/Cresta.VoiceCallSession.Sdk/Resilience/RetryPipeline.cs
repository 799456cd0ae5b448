using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Cresta.VoiceCallSession.Sdk.Resilience;

/// <summary>Polly's pipeline for unary requests, for opening streams and for tokens: a time-out over everything, retries inside.</summary>
internal static class RetryPipeline
{
    public static ResiliencePipeline Create(VoiceCallSessionRetryOptions options, TimeSpan timeout, TimeProvider timeProvider) =>
        Create(
            options,
            timeout,
            timeProvider,
            failure => CanWait(failure, timeout) || !failure.IsRetryAfterServices,
            failure => CanWait(failure, timeout) ? failure.RetryAfter : null);

    /// <summary>The pipeline of an operation with its own rule for the delays that servers request.</summary>
    /// <param name="options">The options.</param>
    /// <param name="timeout">The time-out over all attempts.</param>
    /// <param name="timeProvider">The time.</param>
    /// <param name="mayRetry">Whether a transient failure is followed by a retry.</param>
    /// <param name="delayAfter">The requested delay before the retry, or null for the back-off.</param>
    public static ResiliencePipeline Create(
        VoiceCallSessionRetryOptions options,
        TimeSpan timeout,
        TimeProvider timeProvider,
        Func<VoiceCallSessionException, bool> mayRetry,
        Func<VoiceCallSessionException, TimeSpan?> delayAfter)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = timeProvider };
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = timeout });
        if (options.MaxRetryAttempts > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetryAttempts,
                Delay = options.BaseDelay,
                MaxDelay = options.MaxDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is VoiceCallSessionException { IsTransient: true } failure && mayRetry(failure)),
                DelayGenerator = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is VoiceCallSessionException failure ? delayAfter(failure) : null),
            });
        }

        return builder.Build();
    }

    /// <summary>
    /// Whether the requested wait ends in time. If the service itself asks for more, its status is the result; an intermediary's static
    /// value gives way to our back-off.
    /// </summary>
    private static bool CanWait(VoiceCallSessionException failure, TimeSpan timeout) =>
        failure.RetryAfter is not { } wait || wait < timeout - failure.Elapsed;
}
