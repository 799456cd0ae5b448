using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WorkerService;

/// <summary>Logs the health of the client at regular intervals. A web application would map an endpoint instead.</summary>
internal sealed class HealthLog(ILogger<HealthLog> logger) : IHealthCheckPublisher
{
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var (check, entry) in report.Entries)
        {
            var level = entry.Status == HealthStatus.Healthy ? LogLevel.Information : LogLevel.Warning;
            WorkerLog.Health(logger, level, check, entry.Status, entry.Description);
        }

        return Task.CompletedTask;
    }
}
