using System.Net.Http.Headers;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// What stands between a REST client and the service: which gateway, which proxy, and how badly they behave. It combines with every
/// <see cref="CallScript"/> and <see cref="UnaryScript"/>, which say what the service itself does. Immutable and thread-safe.
/// </summary>
/// <remarks>Trailers of a <see cref="ScriptedStatus"/> do not travel over REST; see <see cref="RetryAfter"/> for what does.</remarks>
public sealed class RestBehavior
{
    /// <summary>A gateway of version 2 that behaves well.</summary>
    public static RestBehavior Default { get; } = new();

    /// <summary>Names and shapes of answers and errors. Default: <see cref="RestStyle.V2"/>.</summary>
    public RestStyle Style { get; init; }

    /// <summary>
    /// Whether the whole body of a stream is read before its first message goes on, as by grpc-gateway 1.6.0 to 1.8.1: all answers come at
    /// the end. Default: false.
    /// </summary>
    public bool ReadsWholeBody { get; init; }

    /// <summary>Whether a proxy holds all answers back until the stream's end. Default: false.</summary>
    public bool BuffersAnswers { get; init; }

    /// <summary>
    /// Whether a proxy answers every request itself, with 502 and a page of HTML; the service sees nothing of it. Default: false.
    /// </summary>
    public bool AnswersBadGateway { get; init; }

    /// <summary>
    /// Resets the stream with this error code after all was said, when the service ended it before the client had. A client may then lose
    /// answers and the error line, but not the HTTP status. Null, the default, ends it cleanly: END_STREAM and RST_STREAM(NO_ERROR).
    /// </summary>
    public Http2ErrorCode? EarlyEndReset { get; init; }

    /// <summary>
    /// Whether over HTTP/1.1 the messages after the first answer are lost, and the service sees a clean end, as by a gateway in Go.
    /// Default: false.
    /// </summary>
    public bool LosesMessagesOverHttp1 { get; init; }

    /// <summary>
    /// Whether a first message that cannot be decoded ends the stream like any later one, as by grpc-gateway from 2.6.0 on, instead of
    /// being answered with HTTP 500. Default: false.
    /// </summary>
    public bool EndsStreamOnUndecodableFirstMessage { get; init; }

    /// <summary>What a refusal before the first answer carries. Default: <see cref="RestErrorBody.Json"/>.</summary>
    public RestErrorBody ErrorBody { get; init; }

    /// <summary>
    /// Value of a <c>Retry-After</c> header, in seconds or as a date, on every refusal before the first answer; null, the default, for
    /// none.
    /// </summary>
    public RetryConditionHeaderValue? RetryAfter { get; init; }

    /// <summary>Oddities in the lines of streams. Default: <see cref="RestQuirks.None"/>.</summary>
    public RestQuirks Quirks { get; init; }

    internal bool Has(RestQuirks quirk) => (Quirks & quirk) != RestQuirks.None;
}
