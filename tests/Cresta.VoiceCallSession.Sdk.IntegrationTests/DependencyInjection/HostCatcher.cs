using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

/// <summary>Hears of every host that is built in this process, also where a program keeps it to itself.</summary>
internal sealed class HostCatcher(Func<IHost, bool> isWanted) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private readonly TaskCompletionSource<IHost> _host = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IHost> Host => _host.Task;

    public void OnNext(DiagnosticListener value)
    {
        if (string.Equals(value.Name, "Microsoft.Extensions.Hosting", StringComparison.Ordinal))
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is IHost host && isWanted(host))
        {
            _host.TrySetResult(host);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error) => _host.TrySetException(error);
}
