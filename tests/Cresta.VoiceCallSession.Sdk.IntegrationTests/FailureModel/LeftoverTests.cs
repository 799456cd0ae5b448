namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Row P6: what thousands of calls leave behind. Alone, because the server's books of them are large.</summary>
[Collection(Exclusive.Name)]
public sealed class LeftoverTests
{
    private const int Calls = 5_000;
    private const int AtOnce = 50;

    [Theory, ClassData(typeof(Transports))]
    public async Task P6_Thousands_of_calls_return_every_buffer_and_leave_nothing_behind(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, configureServer: o => o.KeepAudio = false);
        var sessions = new List<WeakReference>();
        for (var i = 0; i < Calls; i += AtOnce)
        {
            sessions.AddRange(await Task.WhenAll(Enumerable.Range(i, AtOnce).Select(n => CallAsync(rig, $"call-{n}"))).WaitAsync(CallRig.Watchdog));
        }

        // A few may still be on a stack somewhere, or in a pooled state machine.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.InRange(sessions.Count(session => session.IsAlive), 0, 2 * AtOnce);
    }

    private static async Task<WeakReference> CallAsync(CallRig rig, string callId)
    {
        await using var session = await rig.OpenAsync(CallRig.Configuration(callId));
        for (var i = 0; i < 10; i++)
        {
            session.TrySendAudio(CallRig.Ramp(160), CallRig.Agent);
        }

        Assert.True((await session.EndCallAsync()).NothingLost);
        Assert.Equal((0, 0), (session.BufferBalance, session.QueuedAudioBytes));
        return new WeakReference(session);
    }
}
