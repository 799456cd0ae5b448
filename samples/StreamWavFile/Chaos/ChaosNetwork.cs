using System.Globalization;
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.Testing;
using StreamWavFile.Options;
using StreamWavFile.View;

namespace StreamWavFile.Chaos;

/// <summary>A proxy between the call and its server that simulates network faults. A seed determines the faults.</summary>
internal sealed class ChaosNetwork : IAsyncDisposable
{
    // For a file that does not declare its length. A longer call continues without faults.
    private static readonly TimeSpan LengthUnknown = TimeSpan.FromMinutes(1);

    private readonly FaultProxy _proxy;
    private readonly FaultScenario _scenario;
    private readonly StreamWatch _streams;

    private ChaosNetwork(FaultProxy proxy, FaultScenario scenario, StreamWatch streams)
    {
        _proxy = proxy;
        _scenario = scenario;
        _streams = streams;
    }

    /// <summary>The endpoint of the proxy.</summary>
    public Uri Endpoint => _proxy.Endpoint;

    /// <summary>Starts the proxy in front of the server; null if the options do not request it.</summary>
    public static async Task<ChaosNetwork?> StartAsync(
        FakeVoiceCallSessionServer? server, CallOptions options, TimeSpan? duration, TimeProvider timeProvider)
    {
        if (options.ChaosSeed is not { } seed || server is null)
        {
            return null;
        }

        var proxy = await FaultProxy.StartAsync(new FaultProxyOptions { Upstream = server.Endpoint, Seed = seed });
        var scenario = FaultScenario.Seeded(seed, (duration ?? LengthUnknown) / options.Speed);
        return new ChaosNetwork(proxy, scenario, new StreamWatch(server, timeProvider));
    }

    public static void ThrowIfUnfit(CallOptions options)
    {
        if (options is { ChaosSeed: not null, Endpoint: not null })
        {
            throw new ArgumentException("--chaos works with the fake server of this process only; leave --endpoint out.");
        }

        if (options is { ChaosSeed: not null, Speed: 0 })
        {
            throw new ArgumentException("--chaos needs a call that takes time; give --speed more than 0.");
        }
    }

    /// <summary>
    /// The client options with which a call recovers from every fault without loss: short timeouts, short back-off, and a buffer for the
    /// audio of an outage until it is acknowledged.
    /// </summary>
    public static void Configure(VoiceCallSessionClientOptions client)
    {
        client.Reconnect.Replay = ReplayPolicy.Unacknowledged;
        client.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(50);
        client.Reconnect.MaxDelay = TimeSpan.FromMilliseconds(500);
        client.Reconnect.WriteTimeout = TimeSpan.FromSeconds(1);
        client.Reconnect.AcknowledgementTimeout = TimeSpan.FromSeconds(1);
        client.Http.KeepAlivePingDelay = TimeSpan.FromSeconds(1);
        client.Http.KeepAlivePingTimeout = TimeSpan.FromSeconds(1);
        client.Audio.MaxDuration = TimeSpan.FromMinutes(10);
        client.Audio.MaxBytes = 256 * 1024 * 1024;
        client.FlushTimeout = client.DrainTimeout = TimeSpan.FromMinutes(1);
    }

    /// <summary>Simulates the faults while the call runs, and logs them.</summary>
    public async Task RunAsync(CallProgress progress, Task call)
    {
        using var over = new CancellationTokenSource();
        var streams = _streams.RunAsync(progress, call);
        var faults = RunFaultsAsync(progress, over.Token);
        await call;
        await over.CancelAsync();
        await Task.WhenAll(streams, faults);
    }

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"seed {_scenario.Seed}, {_scenario.Length.TotalSeconds:0.0} s of faults between the call and the "
        + $"server");

    private async Task RunFaultsAsync(CallProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            await _scenario.RunAsync(_proxy, step => Log(progress, step), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The call ended before the scenario.
        }
    }

    private static void Log(CallProgress progress, FaultStep step)
    {
        if (step.Wait == TimeSpan.Zero)
        {
            progress.AddIncident($"network: {step}");
        }
    }
}
