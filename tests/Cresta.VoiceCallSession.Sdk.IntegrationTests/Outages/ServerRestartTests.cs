using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>A server that goes away in the middle of its calls, and comes back at the same address.</summary>
public sealed class ServerRestartTests
{
    private const int Calls = 50;
    private const int FrameBytes = 160;
    private const int FramesBefore = 50;
    private const int FramesDuring = 150;
    private const int FramesAfter = 50;

    [Theory, ClassData(typeof(Transports))]
    public async Task Fifty_calls_live_through_a_restart_of_their_server(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(20));
        var sessions = await Task.WhenAll(
            Enumerable.Range(0, Calls).Select(i => rig.OpenAsync(CallRig.Configuration(Id(i))))).WaitAsync(CallRig.Watchdog);
        var spoken = await Task.WhenAll(sessions.Select(session => SendChunksAsync(session, from: 0, FramesBefore)));
        await Task.WhenAll(sessions.Zip(spoken, (session, id) => session.WaitForAcknowledgementAsync(id))).WaitAsync(CallRig.Watchdog);

        // Said while the server goes down, so that some of it is on its way.
        var during = Task.WhenAll(sessions.Select(session => SendChunksAsync(session, FramesBefore, FramesDuring / 2)));
        await rig.Server.StopAsync(abort: true).WaitAsync(CallRig.Watchdog);
        var stopped = DateTimeOffset.UtcNow;
        await during.WaitAsync(CallRig.Watchdog);
        await AssertNobodyListensAsync(rig.Server.Endpoint);
        await Task.WhenAll(sessions.Select(
            session => SendChunksAsync(session, FramesBefore + (FramesDuring / 2), FramesDuring / 2))).WaitAsync(CallRig.Watchdog);
        Assert.All(sessions, session => Assert.False(session.Completion.IsCompleted));

        var restarted = DateTimeOffset.UtcNow;
        await rig.Server.RestartAsync().WaitAsync(CallRig.Watchdog);
        await Task.WhenAll(
            sessions.Select(session => SendChunksAsync(session, FramesBefore + FramesDuring, FramesAfter))).WaitAsync(CallRig.Watchdog);
        var reports = await Task.WhenAll(sessions.Select(session => session.EndCallAsync())).WaitAsync(CallRig.Watchdog);

        for (var i = 0; i < Calls; i++)
        {
            AssertWhole(rig.Server.CallsOf(Id(i)), reports[i]);
            AssertNamesTheOutage(reports[i], stopped, restarted);
            Assert.Equal(0, sessions[i].BufferBalance);
        }
    }

    private static string Id(int call) => $"call-{call}";

    /// <summary>Both parties speak, in frames of 20 ms. Gives the id of the last.</summary>
    private static async Task<string> SendChunksAsync(CallSession session, int from, int frames)
    {
        var id = "";
        for (var frame = from; frame < from + frames; frame++)
        {
            await session.SendAudioAsync(CallRig.Ramp(FrameBytes, frame * FrameBytes), CallRig.Agent);
            id = await session.SendAudioAsync(CallRig.Ramp(FrameBytes, (frame * FrameBytes) + 7), CallRig.Visitor);
        }

        return id;
    }

    private static async Task AssertNobodyListensAsync(Uri endpoint)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var refusal = await Assert.ThrowsAsync<SocketException>(
            () => socket.ConnectAsync(endpoint.Host, endpoint.Port).WaitAsync(CallRig.Watchdog));
        Assert.Equal(SocketError.ConnectionRefused, refusal.SocketErrorCode);
    }

    private static void AssertWhole(IReadOnlyList<RecordedCall> streams, CallReport report)
    {
        const int Bytes = (FramesBefore + FramesDuring + FramesAfter) * FrameBytes;
        Assert.True(report.NothingLost, report.ToJson());
        Assert.All(report.Participants, p => Assert.Equal((Bytes, Bytes), (p.OfferedBytes, p.AcknowledgedBytes)));
        Assert.All(report.Participants, p => Assert.Empty(p.Gaps));
        Assert.Equal(CallRig.Ramp(Bytes), ConservationLaws.DistinctAudioOf(streams, CallRig.Agent));
        Assert.Equal(CallRig.Ramp(Bytes, start: 7), ConservationLaws.DistinctAudioOf(streams, CallRig.Visitor));
        Assert.Equal(SessionEvent.Types.EventType.CallEnded, streams[^1].Events[^1].SessionEvent!.EventType);
    }

    private static void AssertNamesTheOutage(CallReport report, DateTimeOffset stopped, DateTimeOffset restarted)
    {
        var broken = report.Attempts[0];
        var last = report.Attempts[^1];
        Assert.Equal((AttemptCause.Open, "UNAVAILABLE"), (broken.Cause, broken.Status));
        Assert.NotEmpty(broken.Reason);
        Assert.True(broken.Ended <= stopped.AddSeconds(10), $"broken at {broken.Ended:O}, {report.ToJson()}");
        Assert.All(report.Attempts.Skip(1), attempt => Assert.Equal(AttemptCause.Reconnect, attempt.Cause));
        Assert.All(report.Attempts.SkipLast(1), attempt => Assert.Equal("UNAVAILABLE", attempt.Status));
        Assert.Equal("OK", last.Status);
        Assert.True(last.Ended >= restarted, $"ended at {last.Ended:O}, {report.ToJson()}");
        Assert.True(report.BacklogPeakMs >= FramesDuring / 2 * 20, $"what was said meanwhile waited: {report.BacklogPeakMs} ms");
    }
}
