using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>What OpenTelemetry exports of calls as metrics: the numbers of the report and of the server, and no name of anybody.</summary>
public sealed class MetricTests
{
    private const string CallId = "call-of-15550100";

    [Theory, ClassData(typeof(Transports))]
    public async Task A_call_with_a_reconnect_is_measured_as_its_report_and_its_server_have_it(VoiceCallSessionTransport transport)
    {
        await using var measured = await MeasuredCall.StartAsync(transport, CallId);
        Assert.Equal(1, measured.Now.Count("calls.live"));
        var (report, metrics, tokens) = await measured.RunAsync();
        Assert.Equal(
            [("Open", "UNAVAILABLE"), ("Reconnect", "OK")], report.Attempts.Select(attempt => (attempt.Cause.ToString(), attempt.Status)));

        Assert.Equal(0, metrics.Count("calls.live"));
        Assert.Equal((1, 1), (metrics.Count("calls.ended"), metrics.Count("calls.ended", ("outcome", "Completed"), ("status", "OK"))));
        Assert.Equal((2, 1, 1),
            (metrics.Count("attempts"), metrics.Count("attempts", ("cause", "Open"), ("status", "UNAVAILABLE")), metrics.Count(
            "attempts", ("cause", "Reconnect"), ("status", "OK"))));
        Assert.Equal(2, metrics.Records("attempt.duration"));
        Assert.Equal(report.Attempts.Sum(attempt => attempt.DurationMs) / 1000, metrics.RecordedSum("attempt.duration"), 2);
        Assert.Equal((1, 1), (metrics.Count("reconnects"), metrics.Count("reconnects", ("cause", "UNAVAILABLE"))));
        Assert.Equal((1, 1), (metrics.Count("retries"), metrics.Count("retries", ("operation", "reconnect"))));
        Assert.Equal(
            (1, MeasuredCall.ServersWait.TotalSeconds), (metrics.Records("retry.pushback"), metrics.RecordedSum("retry.pushback")));

        Assert.Equal((1, 1), (tokens.Count("token.refreshes"), tokens.Count("token.refreshes", ("status", "OK"))));
        Assert.Equal((1, 1), (tokens.Count("retries"), tokens.Count("retries", ("operation", "token"))));
        Assert.Equal((1, 1), (tokens.Records("retry.pushback"), tokens.RecordedSum("retry.pushback")));

        // Each message of the queue, once for each time that it was written; the configurations go past the queue.
        var streams = measured.Server.CallsOf(CallId);
        Assert.Equal(streams.Sum(stream => stream.MessageCount) - streams.Count, metrics.Records("queue.wait"));
        Assert.Equal(report.SequenceIds.Acknowledged + 1, metrics.Records("acknowledgement.duration"));
        Assert.True(metrics.Records("backlog") > 0);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Audio_is_measured_by_its_fate_as_the_report_has_it(VoiceCallSessionTransport transport)
    {
        await using var measured = await MeasuredCall.StartAsync(transport, CallId);
        var (report, metrics, _) = await measured.RunAsync();
        var parties = report.Participants;
        (string Disposition, long Bytes)[] dispositions =
        [
            ("offered", parties.Sum(party => party.OfferedBytes)),
            ("acknowledged", parties.Sum(party => party.AcknowledgedBytes)),
            ("unacknowledged", parties.Sum(party => party.UnacknowledgedBytes)),
            ("dropped", parties.Sum(party => party.DroppedBytes)),
            ("refused", parties.Sum(party => party.RefusedBytes)),
            ("replayed", parties.Sum(party => party.ReplayedBytes)),
        ];
        Assert.All(dispositions, disposition =>
        {
            Assert.Equal(disposition.Bytes, metrics.Count("audio", ("disposition", disposition.Disposition)));
            Assert.Equal(disposition.Bytes / 8000d, metrics.Sum("audio.duration", ("disposition", disposition.Disposition)), 6);
        });
        Assert.All(dispositions[..5], disposition => Assert.True(disposition.Bytes > 0, $"some is {disposition.Disposition}"));
        Assert.Equal(dispositions[0].Bytes, dispositions[1..5].Sum(disposition => disposition.Bytes));
        Assert.All(parties.SelectMany(party => party.Losses), loss => Assert.Equal(
            parties.SelectMany(party => party.Losses).Where(other => other.Reason == loss.Reason).Sum(other => other.Bytes),
                metrics.Count("audio", ("reason", loss.Reason.ToString()))));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task No_tag_names_a_call_a_party_or_a_profile(VoiceCallSessionTransport transport)
    {
        await using var measured = await MeasuredCall.StartAsync(transport, CallId);
        var (_, metrics, tokens) = await measured.RunAsync();
        var values = metrics.Tags.Concat(tokens.Tags).Select(
            tag => Convert.ToString(tag.Value, CultureInfo.InvariantCulture)!).Distinct().ToList();
        Assert.Contains("Completed", values);
        Assert.All(
            values,
            value => Assert.All(
                [CallId, "15550100", "agent-1", "visitor-1", "profile-1", measured.Tokens.ClientId, .. measured.Tokens.IssuedTokens],
                name => Assert.DoesNotContain(name, value, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Histograms_of_seconds_come_with_buckets_for_seconds()
    {
        await using var measured = await MeasuredCall.StartAsync(VoiceCallSessionTransport.Grpc, CallId);
        var (_, metrics, _) = await measured.RunAsync();
        Assert.Equal([0.005, 0.01], metrics.Bounds("acknowledgement.duration").Take(2));
        Assert.Equal([0.005, 0.01], metrics.Bounds("queue.wait").Take(2));
        Assert.Equal([0.1, 0.25], metrics.Bounds("retry.pushback").Take(2));
        Assert.Equal([1, 5], metrics.Bounds("attempt.duration").Take(2));
        Assert.Equal(60_000, metrics.Bounds("backlog")[^1]);
    }

    [Fact]
    public async Task A_call_that_fails_is_measured_by_the_status_that_it_failed_with()
    {
        await using var rig = await CallRig.StartAsync(VoiceCallSessionTransport.Grpc);
        using var telemetry = new TelemetryRecorder();
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.PermissionDenied, 2));
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await session.Completion.WaitAsync(CallRig.Watchdog);
        var metrics = telemetry.Measure(rig.Server.Endpoint.Port);
        Assert.Equal(
            (0, 1), (metrics.Count("calls.live"), metrics.Count("calls.ended", ("outcome", "Failed"), ("status", "PERMISSION_DENIED"))));
    }

    [Fact]
    public async Task A_call_that_never_opens_is_no_live_call_and_none_that_ended()
    {
        await using var rig = await CallRig.StartAsync(VoiceCallSessionTransport.Grpc);
        using var telemetry = new TelemetryRecorder();
        rig.Server.ScriptNext(CallScript.Answering().NeverAnswer().EndWithStatus(StatusCode.NotFound, 1));
        await Assert.ThrowsAsync<VoiceCallSessionException>(() => rig.OpenAsync());
        var metrics = telemetry.Measure(rig.Server.Endpoint.Port);
        Assert.Equal((0, 0, 1), (metrics.Count("calls.live"), metrics.Count("calls.ended"), metrics.Count(
            "attempts", ("cause", "Open"), ("status", "NOT_FOUND"))));
    }
}
