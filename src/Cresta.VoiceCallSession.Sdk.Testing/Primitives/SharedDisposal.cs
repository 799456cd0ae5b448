namespace Cresta.VoiceCallSession.Sdk.Testing.Primitives;

/// <summary>A disposal that runs once: each caller, concurrent ones included, waits for its end. Thread-safe.</summary>
/// <param name="dispose">The disposal.</param>
internal sealed class SharedDisposal(Func<Task> dispose)
{
    private Task? _end;

    /// <summary>Starts the disposal, or waits for the one that was started before.</summary>
    public async ValueTask RunAsync()
    {
        var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref _end, own.Task, null) is { } end)
        {
            await end.ConfigureAwait(false);
            return;
        }

        try
        {
            await dispose().ConfigureAwait(false);
            own.SetResult();
        }
        catch (Exception exception)
        {
            own.SetException(exception);
            throw;
        }
    }
}
