using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Cresta.VoiceCallSession.Sdk.Resilience;

/// <summary>Polly's pipeline for unary requests and for opening streams: a time-out over everything, retries inside.</summary>
internal static class RetryPipeline
{
    public static ResiliencePipeline Create(VoiceCallSessionRetryOptions options, TimeSpan timeout, TimeProvider timeProvider)
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
                    arguments.Outcome.Exception is VoiceCallSessionException { IsTransient: true } failure
                        && (CanWait(failure, timeout) || !failure.IsRetryAfterServices)),
                DelayGenerator = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is VoiceCallSessionException failure && CanWait(failure, timeout) ? failure.RetryAfter
                        : null),
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
