namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Sessions;

/// <summary>A cancellation that meets an opening at any of its moments: it gives a live call or none.</summary>
public sealed class CancelledOpeningTests
{
    private const int Openings = 250;

    [Theory, ClassData(typeof(Transports))]
    public async Task A_cancelled_opening_never_returns_a_dead_call(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        var random = new Random(33);
        var opened = 0;
        var duration = await MeasureAsync(rig);
        for (var i = 0; i < Openings; i++)
        {
            using var cancel = new CancellationTokenSource();
            var opening = rig.Client.OpenCallSessionAsync(CallRig.Configuration($"call-{i}"), cancel.Token);
            SpinFor(duration * (random.NextDouble() * 1.5));
            await cancel.CancelAsync();
            CallSession session;
            try
            {
                session = await opening.WaitAsync(CallRig.Watchdog);
            }
            catch (OperationCanceledException)
            {
                continue;
            }

            // What was returned works: the cancelled token was for the opening.
            opened++;
            await session.WaitForAcknowledgementAsync(await session.SendEventAsync(SessionEventBuilder.CallStarted($"call-{i}").Build()))
                .WaitAsync(CallRig.Watchdog);
            Assert.True((await session.CompleteAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
        }

        Assert.InRange(opened, 1, Openings - 1);
    }

    private static async Task<TimeSpan> MeasureAsync(CallRig rig)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 20; i++)
        {
            await (await rig.OpenAsync(CallRig.Configuration($"warm-{i}"))).DisposeAsync();
        }

        return TimeProvider.System.GetElapsedTime(started) / 20;
    }

    /// <summary>Shorter than any timer, so that the moments are spread over the whole of the opening.</summary>
    private static void SpinFor(TimeSpan time)
    {
        var started = TimeProvider.System.GetTimestamp();
        SpinWait spin = default;
        while (TimeProvider.System.GetElapsedTime(started) < time)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }
}
