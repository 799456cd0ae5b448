using System.Globalization;
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace StreamWavFile;

/// <summary>A network between the call and its server that fails as a seed says, and is healthy before it and after it.</summary>
internal sealed class Chaos : IAsyncDisposable
{
    // For a file that does not say how long it is; longer calls go on in peace.
    private static readonly TimeSpan LengthUnknown = TimeSpan.FromMinutes(1);

    private readonly FaultProxy _proxy;
    private readonly FaultScenario _scenario;
    private readonly StreamWatch _streams;

    private Chaos(FaultProxy proxy, FaultScenario scenario, StreamWatch streams)
    {
        _proxy = proxy;
        _scenario = scenario;
        _streams = streams;
    }

    /// <summary>Where the call finds its server.</summary>
    public Uri Endpoint => _proxy.Endpoint;

    /// <summary>Puts the network in front of the server, if the options ask for one.</summary>
    public static async Task<Chaos?> StartAsync(
        FakeVoiceCallSessionServer? server, CallOptions options, TimeSpan? duration, TimeProvider timeProvider)
    {
        if (options.ChaosSeed is not { } seed || server is null)
        {
            return null;
        }

        var proxy = await FaultProxy.StartAsync(new FaultProxyOptions { Upstream = server.Endpoint, Seed = seed });
        var scenario = FaultScenario.Seeded(seed, (duration ?? LengthUnknown) / options.Speed);
        return new Chaos(proxy, scenario, new StreamWatch(server, timeProvider));
    }

    public static void ThrowIfUnfit(CallOptions options)
    {
        if (options is { ChaosSeed: not null, Endpoint: not null })
        {
            throw new ArgumentException("--chaos breaks the network in front of a server of its own; leave --endpoint out.");
        }

        if (options is { ChaosSeed: not null, Speed: 0 })
        {
            throw new ArgumentException("--chaos needs a call that lasts for a while; give --speed more than 0.");
        }
    }

    /// <summary>
    /// What lets a call outlive any of it with nothing lost: quick to notice, quick to come back, and room for what an outage holds up
    /// until it has been acknowledged.
    /// </summary>
    public static void Prepare(VoiceCallSessionClientOptions client)
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

    /// <summary>Fails for as long as the call lasts, and tells of it.</summary>
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
            await _scenario.RunAsync(_proxy, step => Tell(progress, step), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The call was over first.
        }
    }

    private static void Tell(CallProgress progress, FaultStep step)
    {
        if (step.Wait == TimeSpan.Zero)
        {
            progress.Tell($"network: {step}");
        }
    }
}
