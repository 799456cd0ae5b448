using System.Collections.Immutable;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing.Primitives;
using Cresta.VoiceCallSession.Sdk.Testing.Scenarios;
using Cresta.VoiceCallSession.Sdk.Testing.Scripts;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// What happens to the network over a time: steps that follow each other, made by a <see cref="FaultScenarioBuilder"/> or drawn from a
/// seed. The last one always leaves the network healthy. Immutable and thread-safe; it can be run any number of times.
/// </summary>
public sealed class FaultScenario
{
    private readonly ImmutableArray<FaultStep> _steps;

    internal FaultScenario(ImmutableArray<FaultStep> steps, int? seed)
    {
        _steps = steps;
        Seed = seed;
        Length = steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Wait);
    }

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<FaultStep> Steps => _steps;

    /// <summary>What it was drawn from; null when it was built step by step.</summary>
    public int? Seed { get; }

    /// <summary>How long all waits take together, without those for something else than time.</summary>
    public TimeSpan Length { get; }

    /// <summary>
    /// Draws a scenario: cuts, resets and ends in the middle of data, black holes, latency with jitter, tiny slices, little bandwidth and
    /// refused connections, with quiet between them. Up to ten faults or so, and in a long scenario about one every three seconds.
    /// </summary>
    /// <param name="seed">
    /// The same seed and length always give the same scenario. Give the proxy the same seed (<see cref="FaultProxyOptions.Seed"/>) to
    /// repeat its jitter and slices as well.
    /// </param>
    /// <param name="length">How long it takes in all, by the proxy's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is not positive or more than a day.</exception>
    public static FaultScenario Seeded(int seed, TimeSpan length)
    {
        ScriptTime.ThrowIfNotPositive(length);
        return new SeededSteps(seed, length).Draw();
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="proxy">The network.</param>
    /// <param name="cancellationToken">Ends it early, and leaves the network healthy.</param>
    /// <exception cref="ArgumentNullException"><paramref name="proxy"/> is null.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or the proxy was disposed of meanwhile.</exception>
    /// <exception cref="ObjectDisposedException">The proxy was disposed of before.</exception>
    public Task RunAsync(FaultProxy proxy, CancellationToken cancellationToken = default) =>
        RunAsync(proxy, static _ => { }, cancellationToken);

    /// <summary>Runs it to its end and tells of each step.</summary>
    /// <param name="proxy">The network.</param>
    /// <param name="onStep">Called before each step. What it throws ends the scenario.</param>
    /// <param name="cancellationToken">Ends it early, and leaves the network healthy.</param>
    /// <exception cref="ArgumentNullException"><paramref name="proxy"/> or <paramref name="onStep"/> is null.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or the proxy was disposed of meanwhile.</exception>
    /// <exception cref="ObjectDisposedException">The proxy was disposed of before.</exception>
    public Task RunAsync(FaultProxy proxy, Action<FaultStep> onStep, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        ArgumentNullException.ThrowIfNull(onStep);
        return RunStepsAsync(proxy, onStep, cancellationToken);
    }

    /// <summary>Every step, line by line, after the seed and the length: all that is needed to report and to repeat it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"fault scenario of {Seconds.Of(Length)}{(Seed is { } seed ? $", seed {seed}" : "")}");
        var wait = TimeSpan.Zero;
        foreach (var step in _steps)
        {
            wait += step.Wait;
            if (step.Wait == TimeSpan.Zero)
            {
                text.Append('\n').Append(wait > TimeSpan.Zero ? $"after {Seconds.Of(wait)}: " : "").Append(step);
                wait = TimeSpan.Zero;
            }
        }

        return text.ToString();
    }

    private async Task RunStepsAsync(FaultProxy proxy, Action<FaultStep> onStep, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, proxy.Disposal);
        var at = proxy.Now;
        try
        {
            foreach (var step in _steps)
            {
                either.Token.ThrowIfCancellationRequested();
                onStep(step);

                // From when the step before was due, and not from when that was noticed, so that the scenario keeps its length.
                at += step.Wait;
                await proxy.WaitUntilAsync(at, either.Token).ConfigureAwait(false);
                var running = step.RunAsync(proxy, either.Token);
                if (!running.IsCompletedSuccessfully)
                {
                    await running.ConfigureAwait(false);
                    at = proxy.Now;
                }
            }
        }
        finally
        {
            proxy.HealUnlessDisposed();
        }
    }
}
