namespace Cresta.VoiceCallSession.Sdk.Laboratory.Rig;

/// <summary>Waits for what another process does, which a test can only look at.</summary>
internal static class Polling
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static Task UntilAsync(Func<bool> condition, string expected) => UntilAsync(() => ValueTask.FromResult(condition()), expected);

    public static async Task UntilAsync(Func<ValueTask<bool>> condition, string expected)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Interval);
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline, $"not within {Deadline.TotalSeconds} s: {expected}");
            await timer.WaitForNextTickAsync();
        }
    }
}
