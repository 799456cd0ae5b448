using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>Calls that break at one moment do not come back at one moment.</summary>
public sealed class ThunderingHerdTests
{
    private const int Calls = 200;
    private const int MaxAttemptsPerSecond = 50;

    // A moment lies between the gate, which counts, and the note of the attempt; how far the machine stretches it is measured on the way.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    [Theory, ClassData(typeof(Transports))]
    public async Task S11_two_hundred_calls_cut_at_once_come_back_no_faster_than_they_may(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { KeepAudio = true });
        await using var proxy = await FaultProxy.StartAsync(server.Endpoint);
        await using var client = new VoiceCallSessionClient(Options(proxy, transport));
        var sessions = await Task.WhenAll(Enumerable.Range(0, Calls).Select(
            i => client.OpenCallSessionAsync(CallRig.Configuration($"call-{i}")))).WaitAsync(CallRig.Watchdog);
        var ids = await Task.WhenAll(sessions.Select(session => session.SendAudioAsync(CallRig.Ramp(1600), CallRig.Agent).AsTask()));
        await Task.WhenAll(sessions.Zip(ids, (session, id) => session.WaitForAcknowledgementAsync(id))).WaitAsync(CallRig.Watchdog);

        await using var stalls = new StallMeter();
        var cut = DateTimeOffset.UtcNow;
        Assert.NotEqual(0, proxy.CutAll());
        await Task.WhenAll(sessions.Select(
            session => session.SendAudioAsync(CallRig.Ramp(1600, start: 1600), CallRig.Agent).AsTask())).WaitAsync(CallRig.Watchdog);
        var reports = await Task.WhenAll(sessions.Select(session => session.EndCallAsync())).WaitAsync(CallRig.Watchdog);

        Assert.All(reports, report => Assert.True(report.NothingLost, report.ToJson()));
        Assert.All(reports, report => Assert.Contains(report.Attempts, attempt => attempt.Cause == AttemptCause.Reconnect));
        Assert.All(Enumerable.Range(0, Calls), i => Assert.Equal(
            CallRig.Ramp(3200), ConservationLaws.DistinctAudioOf(server.CallsOf($"call-{i}"), CallRig.Agent)));
        AssertSpread(reports, cut, Moment + stalls.Longest);
    }

    private static VoiceCallSessionClientOptions Options(FaultProxy proxy, VoiceCallSessionTransport transport)
    {
        var options = new VoiceCallSessionClientOptions { Endpoint = proxy.Endpoint, Transport = transport };
        options.Retry.MaxRetryAttempts = 20;
        options.Reconnect.MaxAttemptsPerSecond = MaxAttemptsPerSecond;
        options.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(20);
        options.FlushTimeout = TimeSpan.FromMinutes(1);
        return options;
    }

    private static void AssertSpread(IEnumerable<CallReport> reports, DateTimeOffset cut, TimeSpan slack)
    {
        var retries = reports.SelectMany(report => report.Attempts.Skip(1)).Select(attempt => attempt.Started).Order().ToList();
        for (var i = MaxAttemptsPerSecond; i < retries.Count; i++)
        {
            var span = retries[i] - retries[i - MaxAttemptsPerSecond];
            Assert.True(
                span >= TimeSpan.FromSeconds(1) - slack,
                $"{MaxAttemptsPerSecond + 1} attempts within {span.TotalMilliseconds} ms, from {retries[i - MaxAttemptsPerSecond]:O}, "
                    + $"with a slack of {slack.TotalMilliseconds} ms");
        }

        // And all together: each further lot of attempts takes a further second, so that what is late in one second is not made up for in
        // the next.
        var afterCut = retries.Where(started => started >= cut).ToList();
        Assert.True(afterCut.Count >= Calls);
        Assert.All(afterCut.Select((started, i) => (started, i)), attempt =>
            Assert.True(attempt.started - cut >= TimeSpan.FromSeconds(
                (attempt.i / MaxAttemptsPerSecond) - 0.1), $"attempt {attempt.i} came {attempt.started - cut} after the cut"));
    }
}
