using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Sessions.Engine;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Diagnostics;

/// <summary>One call's log, trace and metrics. Told by the engine's loops, never by a media thread.</summary>
internal sealed class CallTelemetry : IDisposable
{
    private readonly ILogger _logger;
    private readonly ILogger _sensitive;
    private readonly AudioMeter _audio;
    private readonly TimeProvider _timeProvider;
    private readonly KeyValuePair<string, object?>[] _scope;
    private readonly Activity? _call;
    private long _brokeAt;
    private string _brokeWith = "";

    public CallTelemetry(CallContext context, string method, string platformCallId, AudioShape shape, SendQueue queue)
    {
        _logger = context.Options.CreateLogger(CallLog.Category);
        _sensitive = context.Options.CreateLogger(SensitiveCallLog.Category);
        _timeProvider = context.TimeProvider;
        _audio = new AudioMeter(shape, queue, _logger);
        _scope = [new("PlatformCallId", platformCallId), new("Method", method)];
        _call = Instruments.Activities.StartActivity($"call {method}", ActivityKind.Internal, Activity.Current?.Context ?? default);
        _call?.SetTag("rpc.method", method);

        // The call outlives the caller's method: it is no place for what the caller does next.
        Activity.Current = _call?.Parent ?? Activity.Current;
    }

    public ActivityContext Context => _call?.Context ?? default;

    public IDisposable? BeginScope() => _logger.BeginScope(_scope);

    public void OnOpened(int attempts)
    {
        Instruments.LiveCalls.Add(1);
        CallLog.Opened(_logger, attempts);
    }

    public void OnBroken(int attempt, TimeSpan age, VoiceCallSessionException failure, int unacknowledged)
    {
        _brokeAt = _brokeAt == 0 ? _timeProvider.GetTimestamp() : _brokeAt;
        _brokeWith = StatusNames.Of(failure.StatusCode);
        var seconds = Math.Round(age.TotalSeconds, 3);
        var reason = failure.Status.Message;
        CallLog.Broke(_logger, attempt, seconds, _brokeWith, reason, unacknowledged);
        Note("stream broke", new("rpc.grpc.status_code", (int)failure.StatusCode));
    }

    public void OnReconnected(int attempt, double backlogMs)
    {
        var outage = _brokeAt == 0 ? TimeSpan.Zero : _timeProvider.GetElapsedTime(_brokeAt);
        _brokeAt = 0;
        Instruments.Reconnects.Add(1, new KeyValuePair<string, object?>("cause", _brokeWith));
        var milliseconds = Math.Round(outage.TotalMilliseconds, 1);
        CallLog.Reconnected(_logger, attempt, milliseconds, backlogMs);
        Note("reconnected", new("attempt", attempt));
    }

    public void OnReplaced(int attempt, AttemptCause cause)
    {
        CallLog.Replaced(_logger, attempt, cause);
        Note("stream replaced", new("cause", cause.ToString()));
    }

    public void OnReplacementFailed(Exception failure, AttemptCause cause) => CallLog.ReplacementFailed(_logger, failure, cause);

    public void OnParked(int attempt)
    {
        CallLog.Parked(_logger, attempt);
        Note("stream parked", new("attempt", attempt));
    }

    public void OnTokenRefused() => CallLog.TokenRefused(_logger);

    public void OnRejected(string sequenceId, Google.Rpc.Status status)
    {
        var name = StatusNames.Of((StatusCode)status.Code);
        CallLog.Rejected(_logger, sequenceId, name);
    }

    public void OnEventQueued(string sequenceId, IMessage message)
    {
        if (_sensitive.IsEnabled(LogLevel.Trace))
        {
            var payload = JsonFormatter.Default.Format(message);
            SensitiveCallLog.EventQueued(_sensitive, sequenceId, payload);
        }
    }

    /// <summary>An event of the call that changes its audio.</summary>
    public void OnGate(GateChange change)
    {
        CallLog.GateChanged(_logger, change);
        Note("audio gate", new("change", change.ToString()));
    }

    /// <summary>Now and then: publishes what has changed since.</summary>
    public void Sample() => _audio.Publish(sampleBacklog: true);

    public void OnEnded(CallReport report)
    {
        _audio.Publish(sampleBacklog: false);
        Instruments.LiveCalls.Add(-1);
        var status = StatusNames.Of(report.Failure?.StatusCode ?? StatusCode.OK);
        Instruments.EndedCalls.Add(1, new KeyValuePair<string, object?>("outcome", report.Outcome.ToString()), new KeyValuePair<string, object?>("status", status));
        var parties = report.Participants;
        var (offered, acknowledged, unacknowledged) = (parties.Sum(p => p.OfferedBytes), parties.Sum(p => p.AcknowledgedBytes), parties.Sum(p => p.UnacknowledgedBytes));
        var (dropped, refused) = (parties.Sum(p => p.DroppedBytes), parties.Sum(p => p.RefusedBytes));
        CallLog.Ended(_logger, report.Outcome, report.Attempts.Count, offered, acknowledged, unacknowledged, dropped, refused);
        if (report is { Outcome: CallOutcome.Failed, Failure: { } failure })
        {
            CallLog.Failed(_logger, failure, status);
            _call?.SetStatus(ActivityStatusCode.Error, status);
        }

        _call?.SetTag("cresta.call.outcome", report.Outcome.ToString());
        _call?.SetTag("cresta.call.attempts", report.Attempts.Count);
    }

    public void Dispose() => _call?.Dispose();

    private void Note(string name, KeyValuePair<string, object?> tag) => _call?.AddEvent(new ActivityEvent(name, _timeProvider.GetUtcNow(), new ActivityTagsCollection([tag])));
}
