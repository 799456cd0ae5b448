using Cresta.VoiceCallSession.Sdk.Testing.Scripts;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// Builds a <see cref="FaultScenario"/> step by step: <c>new
/// FaultScenarioBuilder().After(second).BlackHole().After(second).Heal().AfterConnections(1).CutAll().Build()</c>. Not thread-safe.
/// </summary>
public sealed class FaultScenarioBuilder
{
    private readonly List<FaultStep> _steps = [];
    private bool _isHealthy = true;

    /// <summary>Waits.</summary>
    /// <param name="time">From when the step before was due, by the proxy's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative or more than a day.</exception>
    public FaultScenarioBuilder After(TimeSpan time)
    {
        ScriptTime.ThrowIfOutOfRange(time);
        if (time > TimeSpan.Zero)
        {
            _steps.Add(new FaultStep(time));
        }

        return this;
    }

    /// <summary>
    /// Waits until the proxy has accepted so many more connections, for as long as that takes: until a client has connected again, for
    /// example.
    /// </summary>
    /// <param name="connections">Number of connections, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="connections"/> is less than 1.</exception>
    public FaultScenarioBuilder AfterConnections(int connections)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(connections, 1);
        return Add(
            $"wait for {connections} more connections", (proxy, cancellationToken) => proxy.WaitForConnectionsAsync(
                proxy.ConnectionCount + connections, cancellationToken));
    }

    /// <summary>Waits until so many more bytes have come in, for as long as that takes.</summary>
    /// <param name="bytes">Number of bytes, from 1.</param>
    /// <param name="direction">In which direction.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="bytes"/> is less than 1, or <paramref name="direction"/> is neither to the server nor to the client.
    /// </exception>
    public FaultScenarioBuilder AfterBytes(long bytes, FaultDirection direction)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        var toServer = direction switch
        {
            FaultDirection.ToServer => true,
            FaultDirection.ToClient => false,
            _ =>
                throw new ArgumentOutOfRangeException(
                nameof(direction), direction, "Take ToServer or ToClient: bytes are counted for each."),
        };
        return Add($"wait for {bytes} more bytes to {(toServer ? "server" : "client")}", (proxy, cancellationToken) =>
        {
            var traffic = toServer ? proxy.ToServer : proxy.ToClient;
            return traffic.WaitForReceivedAsync(traffic.ReceivedBytes + bytes, cancellationToken);
        });
    }

    /// <summary>Resets every open connection.</summary>
    public FaultScenarioBuilder CutAll() => Add("cut all connections", static proxy => proxy.CutAll());

    /// <summary>Resets one of the open connections.</summary>
    public FaultScenarioBuilder CutOne() => Add("cut one connection", static proxy => proxy.CutOne());

    /// <summary>Adds toxics to the connections that are open and to all that come, until <see cref="Heal"/>.</summary>
    /// <param name="toxics">The toxics, each for its <see cref="Toxic.Direction"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="toxics"/> or one of them is null.</exception>
    public FaultScenarioBuilder Add(params Toxic[] toxics) => Harm("add", toxics, static (proxy, toxics) => proxy.Add(toxics));

    /// <summary>Adds toxics to the next connection alone, if it comes before <see cref="Heal"/>.</summary>
    /// <param name="toxics">The toxics, each for its <see cref="Toxic.Direction"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="toxics"/> or one of them is null.</exception>
    public FaultScenarioBuilder AddToNext(params Toxic[] toxics) =>
        Harm("add to the next connection", toxics, static (proxy, toxics) => proxy.AddToNext(toxics));

    /// <summary>Swallows everything in both directions, until <see cref="Heal"/>.</summary>
    public FaultScenarioBuilder BlackHole() => Add(Toxic.BlackHole());

    /// <summary>Refuses connections, until <see cref="AcceptConnections"/> or <see cref="Heal"/>. What is open goes on.</summary>
    public FaultScenarioBuilder RefuseConnections() => Harm("refuse connections", static proxy => proxy.RefuseConnections());

    /// <summary>Accepts connections again.</summary>
    public FaultScenarioBuilder AcceptConnections() => Add("accept connections", static proxy => proxy.AcceptConnections());

    /// <summary>Makes the network whole (<see cref="FaultProxy.Heal"/>).</summary>
    public FaultScenarioBuilder Heal()
    {
        Add("heal", static proxy => proxy.Heal());
        _isHealthy = true;
        return this;
    }

    /// <summary>Does anything else: stops the server and starts it again, scripts it, or waits for what it has received.</summary>
    /// <param name="description">What it is, for those who read of it.</param>
    /// <param name="step">Does it. What it throws ends the scenario, and leaves the network healthy.</param>
    /// <exception cref="ArgumentException"><paramref name="description"/> is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public FaultScenarioBuilder Do(string description, Func<CancellationToken, Task> step)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        ArgumentNullException.ThrowIfNull(step);
        return Add(description, (_, cancellationToken) => step(cancellationToken));
    }

    /// <summary>The scenario so far; one that does not leave the network healthy gets <see cref="Heal"/> as its last step.</summary>
    public FaultScenario Build() => Build(seed: null);

    internal FaultScenario Build(int? seed)
    {
        if (!_isHealthy)
        {
            Heal();
        }

        return new FaultScenario([.. _steps], seed);
    }

    private FaultScenarioBuilder Harm(string description, Toxic[] toxics, Action<FaultProxy, Toxic[]> act)
    {
        ArgumentNullException.ThrowIfNull(toxics);
        var copy = Array.ConvertAll(
            toxics, toxic => toxic ?? throw new ArgumentNullException(nameof(toxics), "One of the toxics is null; leave it out."));
        return Harm($"{description}: {string.Join<Toxic>(", ", copy)}", proxy => act(proxy, copy));
    }

    private FaultScenarioBuilder Harm(string description, Action<FaultProxy> act)
    {
        _isHealthy = false;
        return Add(description, act);
    }

    private FaultScenarioBuilder Add(string description, Action<FaultProxy> act) => Add(description, (proxy, _) =>
    {
        act(proxy);
        return Task.CompletedTask;
    });

    private FaultScenarioBuilder Add(string description, Func<FaultProxy, CancellationToken, Task> step)
    {
        _steps.Add(new FaultStep(description, step));
        return this;
    }
}
