using Cresta.VoiceCallSession.Sdk.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>
/// Drains a container's clients when its host stops: before any service is stopped they take no new calls, and when this one is, it waits
/// for the open calls, as long as the host gives it.
/// </summary>
internal sealed class ClientHostedService(ClientFactory factory, IServiceProvider services) : IHostedLifecycleService
{
    private readonly ILogger _logger = HostingLog.CreateLogger(services);
    private IReadOnlyList<KeyValuePair<string, ContainerClient>> _clients = [];
    private Task? _drain;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _drain ??= DrainAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // A host that does not know of the stage before has not begun it.
        var drain = _drain ??= DrainAsync();
        try
        {
            await drain.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            foreach (var (name, client) in _clients.Where(static c => c.Value.LiveCallCount > 0))
            {
                var (described, calls) = (ClientNames.Describe(name), client.LiveCallCount);
                HostingLog.DrainCutShort(_logger, described, calls);
                client.AbortCalls();
            }

            await drain.ConfigureAwait(false);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task DrainAsync()
    {
        _clients = factory.BeginDraining();
        return Task.WhenAll(_clients.Select(c => DrainAsync(c.Key, c.Value)));
    }

    private async Task DrainAsync(string name, ContainerClient client)
    {
        if (client.IsDisposed)
        {
            return;
        }

        var drain = client.DrainCallsAsync();
        var described = ClientNames.Describe(name);
        HostingLog.Draining(_logger, described, client.LiveCallCount, client.GracePeriod);
        foreach (var call in await drain.ConfigureAwait(false))
        {
            Log(call);
        }
    }

    private void Log(DrainedCall call)
    {
        var (report, audio) = (call.Report, call.Report.Participants);
        var (offered, acknowledged, unacknowledged) = (audio.Sum(static p => p.OfferedBytes), audio.Sum(static p => p.AcknowledgedBytes),
            audio.Sum(static p => p.UnacknowledgedBytes));
        var (dropped, refused) = (audio.Sum(static p => p.DroppedBytes), audio.Sum(static p => p.RefusedBytes));
        if (report.Outcome == CallOutcome.Completed)
        {
            HostingLog.CallDrained(_logger, call.PlatformCallId, report.Outcome, offered, acknowledged, unacknowledged, dropped, refused);
        }
        else
        {
            HostingLog.CallNotDrained(
                _logger, report.Failure, call.PlatformCallId, report.Outcome, offered, acknowledged, unacknowledged, dropped, refused);
        }
    }
}
