using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Telemetry;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;

/// <summary>
/// One call's span: what happens to it from stream to stream. Its streams and the requests about it have spans of their own.
/// </summary>
internal sealed class CallActivity : IDisposable
{
    private const string Prefix = "cresta.voicecallsession.";

    private readonly ServerTags _server;
    private readonly TimeProvider _timeProvider;
    private readonly Activity? _activity;

    public CallActivity(CallScope scope, ServerTags server, TimeProvider timeProvider)
    {
        _server = server;
        _timeProvider = timeProvider;
        if (Instruments.Activities.HasListeners())
        {
            // The call outlives the caller's method: it is no place for what the caller does next.
            var current = Activity.Current;
            _activity = SafeActivity.Start(
                $"call {scope.Method}",
                ActivityKind.Internal,
                current?.Context ?? default,
                server,
                [new($"{Prefix}platform_call_id", scope.PlatformCallId)]);
            Activity.Current = current;
        }
    }

    public ActivityContext Context => _activity?.Context ?? default;

    public void Note(string name) => Note(name, attempt: null, tag: null);

    public void Note(string name, int attempt) => Note(name, attempt, tag: null);

    public void Note(string name, int attempt, KeyValuePair<string, object?> tag) => Note(name, (int?)attempt, tag);

    public void OnEnded(CallReport report)
    {
        _activity?.SetTag($"{Prefix}outcome", report.Outcome.ToString()).SetTag($"{Prefix}attempts", report.AttemptCount);
        if (report.Outcome == CallOutcome.Failed)
        {
            Fail(report.Failure?.StatusCode ?? StatusCode.Unknown);
        }
    }

    /// <param name="failure">Why; null where the caller gave it up.</param>
    public void OnNotOpened(VoiceCallSessionException? failure) => Fail(failure?.StatusCode ?? StatusCode.Cancelled);

    public void Dispose() => SafeActivity.End(_activity, _server);

    private void Fail(StatusCode status) => _activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", StatusNames.Of(status));

    private void Note(string name, int? attempt, KeyValuePair<string, object?>? tag)
    {
        if (_activity is not { IsAllDataRequested: true } activity)
        {
            return;
        }

        var tags = new ActivityTagsCollection();
        if (attempt is { } number)
        {
            tags.Add("attempt", number);
        }

        if (tag is { } more)
        {
            tags.Add(more);
        }

        activity.AddEvent(new ActivityEvent(name, _timeProvider.GetUtcNow(), tags));
    }
}
