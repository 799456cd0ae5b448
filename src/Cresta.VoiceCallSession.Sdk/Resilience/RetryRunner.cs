using Cresta.VoiceCallSession.Sdk.Telemetry;
using Polly;

namespace Cresta.VoiceCallSession.Sdk.Resilience;

/// <summary>
/// Runs one operation in a retry pipeline: measures each retry, has it pass the gate, and keeps the last failure. Not thread-safe.
/// </summary>
/// <param name="operation">The operation's name in metrics.</param>
/// <param name="metrics">Where retries and requested delays are measured.</param>
/// <param name="gate">The gate of the client's retries; null if the operation has none.</param>
/// <param name="lane">The operation's lane of the gate.</param>
internal sealed class RetryRunner(string operation, ClientMetrics metrics, RetryGate? gate = null, RetryLane lane = default)
{
    private bool _hasRun;

    /// <summary>The failure of the last attempt, or null.</summary>
    public VoiceCallSessionException? LastFailure { get; private set; }

    /// <summary>Runs attempts until one succeeds or the pipeline ends.</summary>
    public async Task<T> RunAsync<T>(ResiliencePipeline pipeline, Func<CancellationToken, Task<T>> attempt,
        CancellationToken cancellationToken) =>
        await pipeline.ExecuteAsync(async token => await AttemptAsync(attempt, token).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>The next attempt is a retry, although this object has run none before.</summary>
    public RetryRunner AfterFailure()
    {
        _hasRun = true;
        return this;
    }

    /// <summary>Runs one attempt.</summary>
    public async Task<T> AttemptAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            if (_hasRun)
            {
                metrics.OnRetry(operation);
                if (gate is not null)
                {
                    await gate.EnterAsync(lane, cancellationToken).ConfigureAwait(false);
                }
            }

            _hasRun = true;
            return await attempt(cancellationToken).ConfigureAwait(false);
        }
        catch (VoiceCallSessionException e)
        {
            LastFailure = e;
            OnFailed(e, metrics, gate, lane);
            throw;
        }
    }

    /// <summary>
    /// Measures the delay that the server requested. If the server is overloaded, it also slows down the other retries of the lane, once.
    /// </summary>
    public static void OnFailed(VoiceCallSessionException failure, ClientMetrics metrics, RetryGate? gate, RetryLane lane)
    {
        if (failure.RetryAfter is not { } requested)
        {
            return;
        }

        metrics.OnRequestedDelay(requested);
        if (failure is { StatusCode: Grpc.Core.StatusCode.ResourceExhausted, IsTransient: true })
        {
            gate?.CloseFor(lane, requested);
        }
    }
}
