using Microsoft.Extensions.Hosting;

namespace Cresta.VoiceCallSession.Sdk.Testing.Hosting;

/// <summary>Leaves the process's signals to the process: a server that is embedded in a test does not take Ctrl-C.</summary>
internal sealed class QuietHostLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
