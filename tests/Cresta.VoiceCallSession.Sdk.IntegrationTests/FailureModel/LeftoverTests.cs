using Cresta.VoiceCallSession.Sdk.Testing;

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
            sessions.AddRange(
                await Task.WhenAll(Enumerable.Range(i, AtOnce).Select(n => CallAsync(rig, $"call-{n}"))).WaitAsync(CallRig.Watchdog));
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

    [Theory, ClassData(typeof(Transports))]
    public async Task P6_Nothing_of_a_client_stays_once_it_is_disposed_of(VoiceCallSessionTransport transport)
    {
        const int Clients = 20;
        await using var server = await FakeVoiceCallSessionServer.StartAsync().WaitAsync(CallRig.Watchdog);
        var clients = new List<WeakReference>();
        for (var i = 0; i < Clients; i++)
        {
            clients.Add(await UseAsync(server, transport));
        }

        await TimeSteps.WaitUntilAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return clients.Count(static client => client.IsAlive) <= 1;
        });
    }

    private static async Task<WeakReference> UseAsync(FakeVoiceCallSessionServer server, VoiceCallSessionTransport transport)
    {
        var options = new VoiceCallSessionClientOptions { Endpoint = server.Endpoint, Transport = transport };
        await using var client = new VoiceCallSessionClient(options);
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);
        await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        return new WeakReference(client);
    }
}
