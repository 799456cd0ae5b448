using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Waits for what a test can only look at, with time in steps or standing still.</summary>
internal static class TimeSteps
{
    public static Task AdvanceUntilAsync(this FakeTimeProvider time, Func<bool> isSo) => RunUntilAsync(isSo, () => time.Advance(TimeSpan.FromMilliseconds(1)));

    public static Task WaitUntilAsync(Func<bool> isSo) => RunUntilAsync(isSo, () => { });

    private static async Task RunUntilAsync(Func<bool> isSo, Action step)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < CallRig.Watchdog, "it took too long");
            step();
            await Task.Yield();
        }
    }
}
