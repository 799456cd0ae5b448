using Cresta.VoiceCallSession.Sdk.Testing.Http2;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;
using Cresta.VoiceCallSession.Sdk.Testing.Scripts;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// What a <see cref="RawHttp2Server"/> does with a stream: how it answers, and which <see cref="Http2Action"/>s happen when. Immutable and
/// thread-safe; every method gives a new plan: <c>Http2StreamPlan.Answering().AnswerEvery(5).AfterMessages(20,
/// Http2Action.Reset(Http2ErrorCode.ProtocolError))</c>.
/// </summary>
/// <remarks>
/// Messages are counted per stream from 1, the configuration. Unless the plan says otherwise, response headers are sent at once, each
/// message with a sequence id is answered with it, and the stream ends with OK after the client's half-close. Single events
/// (<c>ProcessSessionEvent</c>) are streams with one message, which is answered at the half-close.
/// </remarks>
public sealed class Http2StreamPlan
{
    private static readonly Http2StreamPlan Plain = new(new StreamRules());

    private Http2StreamPlan(StreamRules rules) => Rules = rules;

    internal StreamRules Rules { get; }

    /// <summary>A server without faults.</summary>
    public static Http2StreamPlan Answering() => Plain;

    /// <summary>Resets the stream with REFUSED_STREAM before anything is read.</summary>
    public static Http2StreamPlan Refusing() => Plain.HoldHeaders().AfterMessages(0, Http2Action.Reset(Http2ErrorCode.RefusedStream));

    /// <summary>Answers with a page at once, as a proxy does that cannot reach the service.</summary>
    /// <param name="status">The HTTP status, such as 502.</param>
    /// <param name="contentType">The content type, such as <c>text/html</c>.</param>
    /// <param name="body">The body.</param>
    /// <param name="headers">Further headers, such as <c>("retry-after", "5")</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static Http2StreamPlan Page(int status, string contentType, string body, params (string Name, string Value)[] headers) =>
        Plain.AfterMessages(0, Http2Action.Page(status, contentType, body, headers));

    /// <summary>Sends the response headers with the first answer or with the end, and not before.</summary>
    public Http2StreamPlan HoldHeaders() => new(Rules with { HoldsHeaders = true });

    /// <summary>Answers no message. A single event ends with OK and without a response message.</summary>
    public Http2StreamPlan NeverAnswer() => new(Rules with { AnswerEvery = 0 });

    /// <summary>Answers only the messages k, 2k, 3k and so on.</summary>
    /// <param name="k">Step, from 1; 1 answers every message.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="k"/> is below 1; for no answers use <see cref="NeverAnswer"/>.
    /// </exception>
    public Http2StreamPlan AnswerEvery(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return new(Rules with { AnswerEvery = k });
    }

    /// <summary>Answers only the first messages, and none after them.</summary>
    /// <param name="messages">How many, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="messages"/> is negative.</exception>
    public Http2StreamPlan AnswerFirst(int messages)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(messages);
        return new(Rules with { AnswerFirst = messages });
    }

    /// <summary>Leaves the client's half-close unanswered.</summary>
    public Http2StreamPlan NeverEnd() => new(Rules with { NeverEnds = true });

    /// <summary>Makes each answer larger, by a field that the service does not have.</summary>
    /// <param name="bytes">Size of the field's value, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public Http2StreamPlan PadAnswers(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return new(Rules with { Padding = bytes });
    }

    /// <summary>Compresses each answer with gzip, as gRPC allows it. REST answers stay as they are.</summary>
    public Http2StreamPlan CompressAnswers() => new(Rules with { Compresses = true });

    /// <summary>Adds a header to the response headers. <c>content-type</c> replaces the usual one.</summary>
    /// <param name="name">Its name, in lower case.</param>
    /// <param name="value">Its value, sent as it is.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public Http2StreamPlan WithHeader(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        return new(Rules with { Headers = Rules.Headers.Add(new HeaderField(name, value)) });
    }

    /// <summary>Does something when some messages have been received, recorded and answered.</summary>
    /// <param name="messages">How many, from 0, which is before anything is read.</param>
    /// <param name="actions">What, in this order. More steps at the same message happen in the order in which they were added.</param>
    /// <exception cref="ArgumentNullException"><paramref name="actions"/> or one of them is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="messages"/> is negative.</exception>
    public Http2StreamPlan AfterMessages(int messages, params Http2Action[] actions)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(messages);
        return With(new PlanStep(StreamTrigger.Messages, Http2Action.CopyOf(actions)) { Messages = messages });
    }

    /// <summary>Does something some time after the stream's start, if it is still open.</summary>
    /// <param name="delay">The time, by the server's <see cref="TimeProvider"/>.</param>
    /// <param name="actions">What, in this order.</param>
    /// <exception cref="ArgumentNullException"><paramref name="actions"/> or one of them is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative or more than a day.</exception>
    public Http2StreamPlan After(TimeSpan delay, params Http2Action[] actions)
    {
        ScriptTime.ThrowIfOutOfRange(delay);
        return With(new PlanStep(StreamTrigger.Time, Http2Action.CopyOf(actions)) { Delay = delay });
    }

    /// <summary>
    /// Does something when the client half-closes. Unless that ends the stream or <see cref="NeverEnd"/> was called, it ends with OK then.
    /// </summary>
    /// <param name="actions">What, in this order.</param>
    /// <exception cref="ArgumentNullException"><paramref name="actions"/> or one of them is null.</exception>
    public Http2StreamPlan OnHalfClose(params Http2Action[] actions) =>
        With(new PlanStep(StreamTrigger.HalfClose, Http2Action.CopyOf(actions)));

    /// <summary>The plan in words, for the message of a failed test.</summary>
    public override string ToString()
    {
        var answers = Rules switch
        {
            { AnswerEvery: 0 } or { AnswerFirst: 0 } or { LeavesResponseToAction: true } => "answers none",
            { AnswerEvery: 1, AnswerFirst: int.MaxValue } => "answers all",
            { AnswerFirst: int.MaxValue } => $"answers each multiple of {Rules.AnswerEvery}",
            _ => $"answers each multiple of {Rules.AnswerEvery} up to {Rules.AnswerFirst}",
        };
        return string.Join("; ", Rules.Steps.Select(step => step.ToString()).Prepend(answers));
    }

    private Http2StreamPlan With(PlanStep step) => new(Rules with { Steps = Rules.Steps.Add(step) });
}
