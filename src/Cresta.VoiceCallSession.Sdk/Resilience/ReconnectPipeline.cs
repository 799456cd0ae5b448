using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Cresta.VoiceCallSession.Sdk.Resilience;

/// <summary>Polly's pipeline for one outage of a call: as many attempts as fit into the time that it may last.</summary>
internal static class ReconnectPipeline
{
    public static ResiliencePipeline Create(StreamReconnectOptions options, TimeProvider timeProvider) =>
        new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.MaxOutage })
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Result is IReconnectResult { IsBroken: true }),
                DelayGenerator = arguments =>
                    ValueTask.FromResult<TimeSpan?>(
                    ((IReconnectResult)arguments.Outcome.Result!).Wait ?? FullJitter(options, arguments.AttemptNumber)),
            })
            .Build();

    /// <summary>
    /// Polly's own jitter keeps a wait near its target; calls that broke at one moment are spread best over the whole of it.
    /// </summary>
    private static TimeSpan FullJitter(StreamReconnectOptions options, int attempt)
    {
        var limit = Math.Min(options.MaxDelay.Ticks, options.BaseDelay.Ticks * Math.Pow(2, Math.Min(attempt, 40)));
#pragma warning disable CA5394 // Spreads load; nothing is to be kept secret.
        return TimeSpan.FromTicks((long)(Random.Shared.NextDouble() * limit));
#pragma warning restore CA5394
    }
}
