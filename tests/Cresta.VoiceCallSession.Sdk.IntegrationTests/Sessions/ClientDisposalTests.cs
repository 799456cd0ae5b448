using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Sessions;

/// <summary>Disposals of one client, at once.</summary>
public sealed class ClientDisposalTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task Every_disposal_waits_for_the_end_of_the_calls(VoiceCallSessionTransport transport)
    {
        // The server neither answers nor ends its streams, so the calls end by their deadlines.
        var time = new FakeTimeProvider();
        await using var rig = await CallRig.StartAsync(
            transport, o => (o.TimeProvider, o.OpenConfirmationTimeout) = (time, TimeSpan.Zero), o => o.Script = CallScript.Answering()
                .NeverAnswer().NeverEnd());
        var sessions = new List<CallSession>();
        for (var i = 0; i < 3; i++)
        {
            sessions.Add(await rig.OpenAsync(CallRig.Configuration($"call-{i}")));
            await sessions[i].SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
        }

        var completions = sessions.Select(session => session.Completion).ToArray();
        var disposals = Enumerable.Range(0, 8).Select(_ => Task.Run(DisposeAsync)).ToArray();
        Assert.All(disposals, disposal => Assert.False(disposal.IsCompleted));
        await time.AdvanceUntilAsync(() => Array.TrueForAll(disposals, disposal => disposal.IsCompleted));
        Assert.All(await Task.WhenAll(disposals), ended => Assert.Equal(completions.Length, ended));

        async Task<int> DisposeAsync()
        {
            await rig.Client.DisposeAsync();
            return completions.Count(completion => completion.IsCompleted);
        }
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_disposal_after_the_last_one_returns(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        var session = await rig.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rig.Client.DisposeAsync().AsTask())).WaitAsync(CallRig.Watchdog);
        Assert.True(session.Completion.IsCompletedSuccessfully);
        await rig.Client.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
    }
}
