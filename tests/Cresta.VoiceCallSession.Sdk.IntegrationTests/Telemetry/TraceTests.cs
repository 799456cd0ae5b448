using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>What OpenTelemetry exports of calls: one span a call, one a stream, one a request, and servers told of them.</summary>
public sealed class TraceTests
{
    private const string Service = "cresta.v1.voicecallsession.VoiceCallSessionService";

    [Theory, ClassData(typeof(Transports))]
    public async Task A_call_cut_off_has_one_span_with_two_streams_below_it_that_the_server_was_told_of(VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport);
        using var telemetry = new TelemetryRecorder();
        var session = await rig.OpenAsync();
        await session.WaitForAcknowledgementAsync(
            await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build())).WaitAsync(CallRig.Watchdog);
        rig.Proxy.CutAll();
        await TimeSteps.WaitUntilAsync(() => rig.Server.CallsOf("call-1").Count == 2);
        await session.WaitForAcknowledgementAsync(await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build()))
            .WaitAsync(CallRig.Watchdog);
        await session.HoldAsync();
        await session.UnholdAsync();
        await rig.Client.ProcessSessionEventAsync(
            "profile-1", SessionEventBuilder.CallStarted("call-1").Build()).WaitAsync(CallRig.Watchdog);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal(["UNAVAILABLE", "OK"], report.Attempts.Select(attempt => attempt.Status));
        var streams = rig.Server.CallsOf("call-1");
        await Task.WhenAll(streams.Select(stream => stream.WaitForEndAsync())).WaitAsync(CallRig.Watchdog);

        var spans = telemetry.StopTracing();
        Assert.Equal(
            ["call StreamCallSession", $"{Service}/StreamCallSession", $"{Service}/StreamCallSession", $"{Service}/ProcessSessionEvent"],
                spans.Select(span => span.DisplayName));
        var (call, attempts, request) = (spans[0], spans.Skip(1).Take(2).ToList(), spans[3]);

        Assert.Equal((ActivityKind.Internal, telemetry.RootId, ActivityStatusCode.Unset), (call.Kind, call.ParentSpanId, call.Status));
        Assert.Equal(
            [
                ("cresta.voicecallsession.attempts", 2),
                ("cresta.voicecallsession.outcome", "Completed"),
                ("cresta.voicecallsession.platform_call_id", "call-1"),
                ("server.address", "127.0.0.1"),
                ("server.port", rig.Proxy.Endpoint.Port),
            ],
            Tags(call));
        Assert.Equal(["audio hold", "audio unhold", "stream broke", "stream reconnected"],
            call.Events.Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            [("attempt", 1), ("rpc.response.status_code", "UNAVAILABLE")], call.Events.First().Tags.Select(tag => (tag.Key, tag.Value)));

        Assert.All(attempts, attempt =>
        {
            Assert.Equal((ActivityKind.Client, call.SpanId), (attempt.Kind, attempt.ParentSpanId));
            Assert.Equal(call.Context, Assert.Single(attempt.Links).Context);
        });
        Assert.Equal(Rpc(transport, "StreamCallSession", rig.Proxy.Endpoint, "UNAVAILABLE"), Tags(attempts[0]));
        Assert.Equal(Rpc(transport, "StreamCallSession", rig.Proxy.Endpoint, "OK"), Tags(attempts[1]));
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], attempts.Select(attempt => attempt.Status));

        Assert.Equal(
            (ActivityKind.Client, telemetry.RootId, ActivityStatusCode.Unset), (request.Kind, request.ParentSpanId, request.Status));
        Assert.Equal(Rpc(transport, "ProcessSessionEvent", rig.Proxy.Endpoint, "OK"), Tags(request));
        Assert.Empty(request.Links);

        Assert.Equal(
            attempts.Select(TraceParent), streams.OrderBy(stream => stream.StartedAt).Select(stream => stream.Headers["traceparent"]));
        Assert.Equal(TraceParent(request), Assert.Single(rig.Server.UnaryEvents).Headers["traceparent"]);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Replaced_and_parked_streams_are_told_by_the_call_and_are_no_errors(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await CallRig.StartAsync(
            transport, o => (o.TimeProvider, o.Idle.Action, o.Idle.After) = (time, IdleAction.CloseStream, TimeSpan.FromSeconds(1)));
        rig.Server.ScriptNext(CallScript.Answering().GoAwayAfter(2));
        using var telemetry = new TelemetryRecorder();
        var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await TimeSteps.WaitUntilAsync(
            () => rig.Server.CallsOf("call-1").Count == 2 && rig.Server.CallsOf("call-1")[0].EndedAt is not null);
        await time.AdvanceUntilAsync(() => rig.Server.CallsOf("call-1")[1].EndedAt is not null);
        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        var spans = telemetry.StopTracing();
        var told = spans[0].Events.Select(e => (e.Name, string.Join(' ', e.Tags.Select(tag => $"{tag.Key}={tag.Value}")))).ToList();
        Assert.Equal([("stream replaced", "attempt=1 cause=GoAway"), ("stream parked", "attempt=2")], told);
        Assert.All(spans, span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
        Assert.Equal(["OK", "OK", "OK"], spans.Skip(1).Select(span => span.GetTagItem("rpc.response.status_code")));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task What_fails_is_an_error_by_the_name_of_its_status(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        rig.Server.ScriptFor("sick", CallScript.Answering().EndWithStatus(StatusCode.PermissionDenied, 2));
        rig.Server.ScriptFor("shut", CallScript.Answering().NeverAnswer().EndWithStatus(StatusCode.NotFound, 1));
        rig.Server.ScriptNextUnary(UnaryScript.Answering().FailWith(StatusCode.Unavailable));
        rig.Server.ScriptNextUnary(UnaryScript.Answering().FailWith(StatusCode.InvalidArgument));
        using var telemetry = new TelemetryRecorder();
        var session = await rig.OpenAsync(CallRig.Configuration("sick"));
        await session.SendEventAsync(SessionEventBuilder.CallStarted("sick").Build());
        Assert.Equal(CallOutcome.Failed, (await session.Completion.WaitAsync(CallRig.Watchdog)).Outcome);
        await Assert.ThrowsAsync<VoiceCallSessionException>(() => rig.OpenAsync(CallRig.Configuration("shut")));
        await Assert.ThrowsAsync<VoiceCallSessionException>(
            () =>
                rig.Client.ProcessSessionEventAsync(
                "profile-1", SessionEventBuilder.CallStarted("call-1").Build()).WaitAsync(CallRig.Watchdog));

        var spans = telemetry.StopTracing();
        Assert.Equal(
            ["PERMISSION_DENIED", "PERMISSION_DENIED", "NOT_FOUND", "NOT_FOUND", "INVALID_ARGUMENT"],
                spans.Select(span => span.GetTagItem("error.type")));
        Assert.All(spans, span => Assert.Equal(ActivityStatusCode.Error, span.Status));
        Assert.Equal(["retry"], spans[4].Events.Select(e => e.Name));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task An_open_call_does_not_become_the_caller_s_current_span(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        using var telemetry = new TelemetryRecorder();
        var current = Activity.Current;
        await using var session = await rig.OpenAsync();
        Assert.Same(current, Activity.Current);
        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        await rig.Client.ProcessSessionEventAsync("profile-1", SessionEventBuilder.CallStarted("call-1").Build())
            .WaitAsync(CallRig.Watchdog);
        Assert.Same(current, Activity.Current);
        Assert.NotNull(current);
    }

    private static IEnumerable<(string Key, object? Value)> Rpc(
        VoiceCallSessionTransport transport, string method, Uri endpoint, string status)
    {
        (string, object?)[] error = status == "OK" ? [] : [("error.type", status)];
        return
        [
            .. error,
            ("rpc.method", $"{Service}/{method}"),
            ("rpc.response.status_code", status),
            ("rpc.system.name", transport == VoiceCallSessionTransport.Grpc ? "grpc" : "rest"),
            ("server.address", "127.0.0.1"),
            ("server.port", endpoint.Port),
        ];
    }

    private static IEnumerable<(string Key, object? Value)> Tags(Activity span) =>
        span.TagObjects.Select(tag => (tag.Key, tag.Value)).OrderBy(tag => tag.Key, StringComparer.Ordinal);

    private static string TraceParent(Activity span) => $"00-{span.TraceId}-{span.SpanId}-01";
}
