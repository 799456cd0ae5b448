namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <content>Cuts by a schedule.</content>
public sealed partial class FaultProxy
{
    /// <summary>Cuts connections by a schedule, until its last cut. One without an end runs until it is cancelled.</summary>
    /// <param name="schedule">The schedule; it begins now, by the proxy's clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many connections were cut.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="schedule"/> is null.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or the proxy was disposed of.</exception>
    public Task<int> RunAsync(ConnectionCutSchedule schedule, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return CutAsync(schedule, cancellationToken);
    }

    /// <summary>The time since the proxy's start.</summary>
    internal TimeSpan Now => _clock.Now;

    /// <summary>Ends when the proxy is disposed of. Not to be asked for after that.</summary>
    internal CancellationToken Disposal => _disposal.Token;

    /// <summary>Waits for a time since the proxy's start, by its clock.</summary>
    internal ValueTask WaitUntilAsync(TimeSpan due, CancellationToken cancellationToken) => _clock.WaitUntilAsync(due, cancellationToken);

    private async Task<int> CutAsync(ConnectionCutSchedule schedule, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Disposal);
        var start = _clock.Now;
        var cut = 0;
        foreach (var time in schedule.Times())
        {
            await _clock.WaitUntilAsync(start + time, either.Token).ConfigureAwait(false);
            either.Token.ThrowIfCancellationRequested();
            cut += schedule.CutsOne ? CutOne() ? 1 : 0 : CutAll();
        }

        return cut;
    }
}
