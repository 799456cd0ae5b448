namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>A media thread: a thread of its own, which the pool's troubles do not reach, with a clock.</summary>
internal static class PacedThread
{
    /// <summary>Runs something at each tick, and says what went wrong with it.</summary>
    public static Task RunAsync(int ticks, TimeSpan interval, Action<int> onTick)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                var started = TimeProvider.System.GetTimestamp();
                using var never = new ManualResetEventSlim();
                for (var i = 0; i < ticks; i++)
                {
                    var early = (interval * i) - TimeProvider.System.GetElapsedTime(started);
                    if (early > TimeSpan.Zero)
                    {
                        never.Wait(early);
                    }

                    onTick(i);
                }

                done.SetResult();
            }
#pragma warning disable CA1031 // It is the test's to look at.
            catch (Exception e)
#pragma warning restore CA1031
            {
                done.SetException(e);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return done.Task;
    }
}
