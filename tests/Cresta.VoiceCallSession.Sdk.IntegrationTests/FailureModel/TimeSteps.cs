using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Waits for what a test can only look at, with time in steps or standing still.</summary>
internal static class TimeSteps
{
    // The sockets of a test work in real time. A virtual clock that runs much faster lets every timeout expire before an answer can arrive.
    private const int MaxSpeed = 100;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    /// <param name="time">The virtual time.</param>
    /// <param name="isSo">The condition.</param>
    /// <param name="speed">How much faster than real time it runs at most.</param>
    public static Task AdvanceUntilAsync(this FakeTimeProvider time, Func<bool> isSo, int speed = MaxSpeed)
    {
        var due = TimeSpan.Zero;
        return RunUntilAsync(isSo, elapsed =>
        {
            // A loop that was not scheduled for a while does not make up for it: neither were the sockets.
            due += (elapsed < Step ? elapsed : Step) * speed;
            for (; due >= Step && !isSo(); due -= Step)
            {
                time.Advance(Step);
            }
        });
    }

    public static async Task AdvanceUntilAsync(this FakeTimeProvider time, Task task)
    {
        await time.AdvanceUntilAsync(() => task.IsCompleted);
        await task;
    }

    public static Task WaitUntilAsync(Func<bool> isSo) => RunUntilAsync(isSo, _ => { });

    private static async Task RunUntilAsync(Func<bool> isSo, Action<TimeSpan> step)
    {
        var clock = TimeProvider.System;
        var (started, last) = (clock.GetTimestamp(), clock.GetTimestamp());
        while (!isSo())
        {
            Assert.True(clock.GetElapsedTime(started) < CallRig.Watchdog, "it took too long");
            var now = clock.GetTimestamp();
            step(clock.GetElapsedTime(last, now));
            last = now;
            await Task.Yield();
        }
    }
}
