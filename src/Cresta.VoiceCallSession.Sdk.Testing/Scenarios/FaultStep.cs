using Cresta.VoiceCallSession.Sdk.Testing.Primitives;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>One step of a <see cref="FaultScenario"/>: it waits, or does something to the network. Immutable and thread-safe.</summary>
public sealed class FaultStep
{
    private readonly string _description;

    internal FaultStep(string description, Func<FaultProxy, CancellationToken, Task> runAsync)
    {
        _description = description;
        RunAsync = runAsync;
    }

    internal FaultStep(TimeSpan wait)
        : this($"wait {Seconds.Of(wait)}", static (_, _) => Task.CompletedTask) => Wait = wait;

    /// <summary>
    /// How long it waits, by the proxy's clock; zero for a step that does something, or waits for something else than time.
    /// </summary>
    public TimeSpan Wait { get; }

    internal Func<FaultProxy, CancellationToken, Task> RunAsync { get; }

    /// <summary>What it does, such as <c>cut all connections</c>.</summary>
    public override string ToString() => _description;
}
