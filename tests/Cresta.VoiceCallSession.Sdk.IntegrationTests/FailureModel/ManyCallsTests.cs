namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Many calls of one client, and too little for all of them at once.</summary>
public sealed class ManyCallsTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task N14_More_calls_than_a_connection_takes_open_further_connections(VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport, WithDefaults, o => o.MaxStreamsPerConnection = 2);
        var sessions = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => rig.OpenAsync($"call-{i}"))).WaitAsync(CallRig.Watchdog);

        // All at once: none waits for another's end.
        await Task.WhenAll(sessions.Select((session, i) => session.BeginAsync($"call-{i}"))).WaitAsync(CallRig.Watchdog);
        Assert.Equal(5, rig.Proxy.OpenConnectionCount);
        await Task.WhenAll(sessions.Select((session, i) => session.EndWholeAsync(rig.Server, 1, $"call-{i}"))).WaitAsync(CallRig.Watchdog);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N14_Three_hundred_calls_that_open_at_once_past_a_limit_of_ten_streams_all_open_at_default_options(
        VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport, WithDefaults, o => o.MaxStreamsPerConnection = 10);
        var sessions = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => rig.OpenAsync($"call-{i}"))).WaitAsync(CallRig.Watchdog);

        Assert.Equal(30, rig.Proxy.ConnectionCount);
        var reports = await Task.WhenAll(sessions.Select(session => session.EndCallAsync())).WaitAsync(CallRig.Watchdog);
        Assert.All(reports, report => Assert.Equal((CallOutcome.Completed, "OK"), (report.Outcome, Assert.Single(report.Attempts).Status)));
    }

    private static void WithDefaults(VoiceCallSessionClientOptions options) => (options.Retry, options.Reconnect) = (new(), new());
}
