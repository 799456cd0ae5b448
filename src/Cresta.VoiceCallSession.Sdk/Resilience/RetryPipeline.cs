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
                    arguments.Outcome.Exception is VoiceCallSessionException { IsTransient: true } failure && IsWorthWaiting(failure, timeout)),
                DelayGenerator = static arguments => ValueTask.FromResult((arguments.Outcome.Exception as VoiceCallSessionException)?.RetryAfter),
            });
        }

        return builder.Build();
    }

    // Whoever waits for what cannot come in time learns nothing by it, and loses the server's own word.
    private static bool IsWorthWaiting(VoiceCallSessionException failure, TimeSpan timeout) =>
        failure.RetryAfter is not { } wait || wait < timeout - failure.Elapsed;
}
