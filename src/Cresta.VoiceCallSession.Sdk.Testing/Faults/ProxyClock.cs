namespace Cresta.VoiceCallSession.Sdk.Testing.Faults;

/// <summary>The time since the proxy's start. It only goes forward, whatever is done to the wall clock.</summary>
internal sealed class ProxyClock(TimeProvider provider)
{
    private readonly long _start = provider.GetTimestamp();

    public TimeSpan Now => provider.GetElapsedTime(_start);

    public DateTimeOffset UtcNow => provider.GetUtcNow();

    /// <summary>Waits for a time; one that has passed is now.</summary>
    public ValueTask WaitUntilAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        var wait = due - Now;
        if (wait <= TimeSpan.Zero)
        {
            return ValueTask.CompletedTask;
        }

        // The system's timers know whole milliseconds and cut off the rest, which would be too soon.
        var whole = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        return new(Task.Delay(whole, provider, cancellationToken));
    }
}
