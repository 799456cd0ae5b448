using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Sessions.Context;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.Sdk.Telemetry;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;

/// <summary>
/// One call's log, trace and metrics. Told by the engine's loops and by whoever sends events, never by a media thread that sends audio.
/// </summary>
internal sealed class CallTelemetry : IDisposable
{
    private readonly ILogger _logger;
    private readonly ILogger _sensitive;
    private readonly AudioMeter _audio;
    private readonly TimeProvider _timeProvider;
    private readonly CallScope _scope;
    private readonly ServerTags _server;
    private readonly CallActivity _activity;
    private long _brokeAt;
    private string _brokeWith = "";

    public CallTelemetry(ClientServices context, CallScope scope, AudioShape shape, CallQueue queue)
    {
        _logger = context.Options.CreateLogger(CallLog.Category);
        _sensitive = context.Options.CreateLogger(SensitiveCallLog.Category);
        _timeProvider = context.TimeProvider;
        _scope = scope;
        _server = context.Metrics.Server;
        _audio = new AudioMeter(shape, queue, _logger, _server);
        _activity = new CallActivity(scope, _server, _timeProvider);
    }

    /// <summary>The span on which the call's streams hang.</summary>
    public ActivityContext Context => _activity.Context;

    /// <summary>Begins a scope for what one stream logs.</summary>
    public IDisposable? BeginScope(int attempt) => _scope.Begin(_logger, attempt);

    /// <summary>The stream is the one in use from now on.</summary>
    public void OnStarted(int attempt) => _scope.Attempt = attempt;

    public void OnOpened(int attempt, int attempts)
    {
        Instruments.LiveCalls.Record(1, _server);
        using var scope = BeginScope(attempt);
        CallLog.Opened(_logger, attempts);
    }

    public void OnBroken(int attempt, TimeSpan age, VoiceCallSessionException failure, int unacknowledged)
    {
        _brokeAt = _brokeAt == 0 ? _timeProvider.GetTimestamp() : _brokeAt;
        _brokeWith = StatusNames.Of(failure.StatusCode);
        var seconds = Math.Round(age.TotalSeconds, 3);
        var reason = failure.Status.Message;
        CallLog.Broke(_logger, attempt, seconds, _brokeWith, reason, unacknowledged);
        _activity.Note("stream broke", attempt, new("rpc.response.status_code", _brokeWith));
    }

    public void OnReconnected(int attempt, double backlogMs)
    {
        var outage = _brokeAt == 0 ? TimeSpan.Zero : _timeProvider.GetElapsedTime(_brokeAt);
        _brokeAt = 0;
        Instruments.Reconnects.Record(1, _server, new("cause", _brokeWith));
        var milliseconds = Math.Round(outage.TotalMilliseconds, 1);
        using var scope = BeginScope(attempt);
        CallLog.Reconnected(_logger, attempt, milliseconds, backlogMs);
        _activity.Note("stream reconnected", attempt, new("outage_ms", milliseconds));
    }

    public void OnReplaced(int attempt, AttemptCause cause)
    {
        using var scope = BeginScope(attempt);
        CallLog.Replaced(_logger, attempt, cause);
        _activity.Note("stream replaced", attempt, new("cause", cause.ToString()));
    }

    public void OnReplacementFailed(int attempt, Exception failure, AttemptCause cause)
    {
        using var scope = BeginScope(attempt);
        CallLog.ReplacementFailed(_logger, failure, cause);
        _activity.Note("replacement failed", attempt, new("cause", cause.ToString()));
    }

    public void OnParked(int attempt)
    {
        CallLog.Parked(_logger, attempt);
        _activity.Note("stream parked", attempt);
    }

    /// <summary>Nothing has come back on a stream.</summary>
    /// <param name="isFirst">Whether it is the client's first such stream, so that it is logged.</param>
    public void OnUnanswered(bool isFirst)
    {
        Instruments.UnansweredStreams.Record(1, _server);
        if (isFirst)
        {
            using var scope = _scope.Begin(_logger);
            CallLog.StreamUnanswered(_logger, BufferingAdvice.Text);
        }
    }

    public void OnTokenRefused(int attempt)
    {
        CallLog.TokenRefused(_logger);
        _activity.Note("token refused", attempt);
    }

    public void OnRejected(string sequenceId, Google.Rpc.Status status)
    {
        var name = StatusNames.Of((StatusCode)status.Code);
        CallLog.Rejected(_logger, sequenceId, name);
    }

    public void OnEventQueued(string sequenceId, IMessage message)
    {
        if (_sensitive.IsEnabled(LogLevel.Trace))
        {
            using var scope = _scope.Begin(_sensitive);
            var payload = JsonFormatter.Default.Format(message);
            SensitiveCallLog.EventQueued(_sensitive, sequenceId, payload);
        }
    }

    /// <summary>An event of the call that changes its audio.</summary>
    public void OnGate(AudioGateChange change)
    {
        using var scope = _scope.Begin(_logger);
        CallLog.GateChanged(_logger, change);
        _activity.Note(change switch
        {
            AudioGateChange.Hold => "audio hold",
            AudioGateChange.Unhold => "audio unhold",
            AudioGateChange.Pause => "audio pause",
            _ => "audio resume",
        });
    }

    /// <summary>Now and then: publishes what has changed since.</summary>
    public void Sample()
    {
        using var scope = _scope.Begin(_logger);
        _audio.Publish();
        _audio.SampleBacklog();
    }

    public void OnEnded(CallReport report)
    {
        using var scope = BeginScope(report.AttemptCount);
        _audio.Publish();
        var parties = report.Participants;
        var (offered, acknowledged, unacknowledged) = (
            parties.Sum(p => p.OfferedBytes), parties.Sum(p => p.AcknowledgedBytes), parties.Sum(p => p.UnacknowledgedBytes));
        var (dropped, refused) = (parties.Sum(p => p.DroppedBytes), parties.Sum(p => p.RefusedBytes));
        _audio.PublishUnacknowledged(unacknowledged);
        Instruments.LiveCalls.Record(-1, _server);
        var status = StatusNames.Of(report.Failure?.StatusCode ?? StatusCode.OK);
        Instruments.EndedCalls.Record(1, _server, new("outcome", report.Outcome.ToString()), new("status", status));
        CallLog.Ended(_logger, report.Outcome, report.AttemptCount, offered, acknowledged, unacknowledged, dropped, refused);
        if (report is { Outcome: CallOutcome.Failed, Failure: { } failure })
        {
            CallLog.Failed(_logger, failure, status);
        }

        _activity.OnEnded(report);
    }

    /// <summary>The call could not be opened.</summary>
    public void OnNotOpened(VoiceCallSessionException? failure) => _activity.OnNotOpened(failure);

    public void Dispose() => _activity.Dispose();
}
