using Cresta.VoiceCallSession.Sdk.Errors;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>
/// Polly's pipeline for one token: a time-out over everything, retries inside. A wait that would outlast the time-out is not begun.
/// </summary>
internal static class TokenPipeline
{
    public static ResiliencePipeline Create(ClientCredentialsOptions options, OperationContext operation)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider };
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout });
        if (options.Retry.MaxRetryAttempts > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Retry.MaxRetryAttempts,
                Delay = options.Retry.BaseDelay,
                MaxDelay = options.Retry.MaxDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is VoiceCallSessionException { IsTransient: true } failure
                    && (failure.RetryAfter ?? TimeSpan.Zero) < options.Timeout - operation.Elapsed),
                DelayGenerator = static arguments =>
                    ValueTask.FromResult((arguments.Outcome.Exception as VoiceCallSessionException)?.RetryAfter),
            });
        }

        return builder.Build();
    }
}
