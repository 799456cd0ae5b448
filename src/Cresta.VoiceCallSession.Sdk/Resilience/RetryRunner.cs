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
    /// <summary>The failure of the last attempt, or null.</summary>
    public VoiceCallSessionException? LastFailure { get; private set; }

    /// <summary>Runs attempts until one succeeds or the pipeline ends.</summary>
    public async Task<T> RunAsync<T>(
        ResiliencePipeline pipeline, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var isRetry = false;
        return await pipeline.ExecuteAsync(
            async token =>
            {
                var running = isRetry ? RetryAsync(attempt, token) : AttemptAsync(attempt, token);
                isRetry = true;
                return await running.ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs one attempt that follows a failure.</summary>
    public Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        return AttemptAsync(EnterAsync, cancellationToken);

        async Task<T> EnterAsync(CancellationToken token)
        {
            metrics.OnRetry(operation);
            if (gate is not null)
            {
                await gate.EnterAsync(lane, token).ConfigureAwait(false);
            }

            return await attempt(token).ConfigureAwait(false);
        }
    }

    private async Task<T> AttemptAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
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
