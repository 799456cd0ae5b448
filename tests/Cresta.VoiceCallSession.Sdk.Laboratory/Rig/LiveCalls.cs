using Cresta.VoiceCallSession.Sdk.IntegrationTests;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.Laboratory.Rig;

/// <summary>Calls that are live at the same time and send the same audio.</summary>
internal sealed class LiveCalls
{
    private readonly FakeVoiceCallSessionServer _server;
    private readonly CallSession[] _sessions;
    private int _chunks = 1;

    private LiveCalls(FakeVoiceCallSessionServer server, CallSession[] sessions) => (_server, _sessions) = (server, sessions);

    public static async Task<LiveCalls> OpenAsync(LaboratoryRig rig, int count)
    {
        var sessions = await Task.WhenAll(Enumerable.Range(0, count).Select(call => rig.OpenAsync(Id(call))));
        await Task.WhenAll(sessions.Select((session, call) => session.BeginAsync(Id(call)))).WaitAsync(CallRig.Watchdog);
        return new LiveCalls(rig.Server, sessions);
    }

    public async Task SendChunksAsync(int chunks)
    {
        await Task.WhenAll(_sessions.Select(session => session.SendChunksAsync(_chunks, chunks))).WaitAsync(CallRig.Watchdog);
        _chunks += chunks;
    }

    /// <summary>Waits until the server has acknowledged everything so far.</summary>
    public Task WaitForAcknowledgementsAsync() =>
        Task.WhenAll(_sessions.Select(session => session.WaitUntilAcknowledgedAsync())).WaitAsync(CallRig.Watchdog);

    /// <summary>Waits until the server has received so many streams of each call.</summary>
    public Task WaitForStreamsAsync(int streams)
    {
        var ids = Enumerable.Range(0, _sessions.Length).Select(Id).ToArray();
        return Polling.UntilAsync(() => Array.TrueForAll(ids, id => _server.CallsOf(id).Count >= streams), $"{streams} streams a call");
    }

    /// <summary>Ends all calls, and shows that the server received each of them byte for byte.</summary>
    public Task<CallReport[]> EndWholeAsync() =>
        Task.WhenAll(_sessions.Select((session, call) => session.EndWholeAsync(_server, _chunks, Id(call))));

    private static string Id(int call) => $"call-{call + 1}";
}
