using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cresta.VoiceCallSession.Sdk.Health;

/// <summary>A client's health, asked anew at most every few seconds, by one at a time.</summary>
internal sealed class ClientHealthCheck(VoiceCallSessionClient client, VoiceCallSessionHealthCheckOptions options)
    : IHealthCheck, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private HealthCheckResult _last;
    private long? _lastAt;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (client.IsTestDouble)
        {
            return HealthCheckResult.Healthy("the client is a test double");
        }

        if (client.IsDisposed)
        {
            return new HealthCheckResult(options.FailureStatus, "the client has been disposed of");
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var runtime = client.Acquire();
            try
            {
                var time = runtime.Options.TimeProvider;
                if (_lastAt is not { } at || time.GetElapsedTime(at) >= options.CacheDuration)
                {
                    _last = await new ClientHealth(client, options).EvaluateAsync(runtime, cancellationToken).ConfigureAwait(false);
                    _lastAt = time.GetTimestamp();
                }

                return _last;
            }
            finally
            {
                runtime.Release();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
