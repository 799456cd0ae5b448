using System.Globalization;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Codecs;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>The response of a stream. After its end, everything does nothing. Guarded by the connection's lock.</summary>
/// <param name="sender">Sends it.</param>
/// <param name="codec">Its transport.</param>
/// <param name="rules">The plan's rules.</param>
/// <param name="tooLate">Called when a whole response is asked for after the headers of another.</param>
internal sealed class StreamResponse(StreamSender sender, ICallCodec codec, StreamRules rules, Action<string> tooLate)
{
    private const string ContentType = "content-type";

    private bool HasContentType => rules.Headers.Any(header => header.Name.Equals(ContentType, StringComparison.Ordinal));

    /// <summary>Sends the response headers, if that has not happened yet.</summary>
    public void Begin() => Begin(null);

    public void Answer(string sequenceId) => Send(codec.Answer(sequenceId, rules.Padding, rules.Compresses));

    public void AnswerPart(string sequenceId, int bytes)
    {
        var answer = codec.Answer(sequenceId, rules.Padding, rules.Compresses);
        Send(answer.AsMemory(0, Math.Min(bytes, answer.Length)));
    }

    public void AnswerEvent() => Send(codec.EventAnswer(rules.Padding, rules.Compresses));

    public void Send(ReadOnlyMemory<byte> bytes)
    {
        Begin();
        sender.Data(bytes, endStream: false);
    }

    /// <summary>END_STREAM on an empty DATA frame.</summary>
    public void End()
    {
        Begin();
        sender.Data(default, endStream: true);
    }

    /// <summary>The end of a call that went well.</summary>
    public void EndWell() => End(codec.Ok());

    public void End(ScriptedStatus status) => End(codec.Failure(status, sender.HasHeaders));

    public void EndWith(IReadOnlyList<HeaderField> trailers)
    {
        Begin();
        sender.Trailers(trailers);
    }

    public void EndAtOnce(IReadOnlyList<HeaderField> trailers)
    {
        if (CanBegin("trailers-only"))
        {
            sender.Headers([.. UsualHeaders(), .. trailers], endStream: true);
        }
    }

    public void Page(int status, string contentType, string body, IReadOnlyList<HeaderField> headers)
    {
        if (!CanBegin("page"))
        {
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(body);
        List<HeaderField> fields =
        [
            new(":status", status.ToString(CultureInfo.InvariantCulture)),
            new("content-length", bytes.Length.ToString(CultureInfo.InvariantCulture)),
            .. headers,
        ];
        if (contentType.Length > 0)
        {
            fields.Add(new(ContentType, contentType));
        }

        sender.Headers(fields, endStream: bytes.Length == 0);
        sender.Data(bytes, endStream: true);
    }

    private void End(ResponseEnd end)
    {
        if (!sender.HasHeaders && !sender.IsComplete && end is { Headers: { } headers, Body.Length: 0, Trailers: null })
        {
            sender.Headers(headers, endStream: true);
            return;
        }

        Begin(end.Headers);
        if (end.Trailers is null)
        {
            sender.Data(end.Body, endStream: true);
            return;
        }

        if (end.Body.Length > 0)
        {
            sender.Data(end.Body, endStream: false);
        }

        sender.Trailers(end.Trailers);
    }

    private void Begin(IReadOnlyList<HeaderField>? headers)
    {
        if (!sender.HasHeaders && !sender.IsComplete)
        {
            sender.Headers(headers ?? UsualHeaders(), endStream: false);
        }
    }

    private bool CanBegin(string what)
    {
        if (sender.HasHeaders && !sender.IsComplete)
        {
            tooLate($"The plan asks for a {what} response after response headers were sent; nothing was done.");
        }

        return !sender.HasHeaders && !sender.IsComplete;
    }

    private List<HeaderField> UsualHeaders() =>
    [
        new(":status", "200"),
        .. HasContentType ? (HeaderField[])[] : [new(ContentType, codec.ContentType)],
        .. codec.HeadersFor(rules.Compresses),
        .. rules.Headers,
    ];
}
