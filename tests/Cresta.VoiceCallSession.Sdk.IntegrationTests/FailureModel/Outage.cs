using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>A call whose first stream is known to have broken, and whose next opens when the test says so. Time stands still.</summary>
internal sealed class Outage : IAsyncDisposable
{
    private readonly TaskCompletionSource<string> _end;

    private Outage(FakeTimeProvider time, CallRig rig, CallSession session, TaskCompletionSource<string> end) =>
        (Time, Rig, Session, _end) = (time, rig, session, end);

    public FakeTimeProvider Time { get; }

    public CallRig Rig { get; }

    public CallSession Session { get; }

    public static async Task<Outage> StartAsync(
        VoiceCallSessionTransport transport, Action<VoiceCallSessionClientOptions>? configure = null)
    {
        // The second stream waits for its token.
        var time = new FakeTimeProvider();
        var end = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        var rig = await CallRig.StartAsync(transport, o =>
        {
            // Deadlines far off: once time runs, it runs much faster than the network.
            (o.TimeProvider, o.FlushTimeout, o.DrainTimeout) = (time, TimeSpan.FromDays(1), TimeSpan.FromDays(1));
            (o.Reconnect.WriteTimeout, o.Reconnect.AcknowledgementTimeout) = (TimeSpan.FromDays(1), TimeSpan.FromDays(1));
            o.Credential = CrestaCredential.FromAccessToken(
                _ => Interlocked.Increment(ref asked) == 2 ? new ValueTask<string>(end.Task) : ValueTask.FromResult("token"));
            configure?.Invoke(o);
        });
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 2));
        var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await time.AdvanceUntilAsync(() => Volatile.Read(ref asked) == 2);
        return new Outage(time, rig, session, end);
    }

    /// <summary>Lets the next stream open.</summary>
    public void End() => _end.TrySetResult("token");

    public async ValueTask DisposeAsync()
    {
        End();
        await Session.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        await Rig.DisposeAsync();
    }
}
