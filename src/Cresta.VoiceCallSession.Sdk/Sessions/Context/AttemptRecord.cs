using Cresta.VoiceCallSession.Sdk.Errors;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Context;

/// <summary>An attempt's line in the report, while it still runs.</summary>
internal sealed class AttemptRecord(int number, AttemptCause cause, DateTimeOffset started)
{
    private DateTimeOffset _ended;
    private string _status = "OK";
    private string _reason = "";

    public int Number => number;

    public AttemptCause Cause => cause;

    /// <summary>The id that the stream was opened with, as far as it has come to one.</summary>
    public string RequestId { get; set; } = "";

    /// <summary>The first message that the server had not acknowledged when the stream ended, or null.</summary>
    public string? FirstUnacknowledgedId { get; set; }

    public void End(ClientServices context, VoiceCallSessionException? failure, string reason)
    {
        _ended = context.TimeProvider.GetUtcNow();
        _status = StatusNames.Of(failure?.StatusCode ?? StatusCode.OK);
        context.Metrics.OnStreamEnded(cause.ToString(), _status, _ended - started);
        _reason = failure?.Status.Message is { Length: > 0 } message ? message : reason;
    }

    public AttemptReport ToReport() => new()
    {
        Number = number,
        Cause = cause,
        Started = started,
        Ended = _ended,
        DurationMs = Math.Round((_ended - started).TotalMilliseconds, 3),
        RequestId = RequestId,
        Status = _status,
        Reason = _reason,
        FirstUnacknowledgedId = FirstUnacknowledgedId,
    };
}
