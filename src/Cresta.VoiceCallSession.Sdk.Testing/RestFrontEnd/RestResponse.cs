using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing.Rest;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>Writes the response of one REST request the way its gateway and its proxies do. One writer at a time.</summary>
internal sealed class RestResponse(HttpContext context, RestBehavior behavior)
{
    private const string UnknownLine = """{"notice":"a line of a later version"}""";
    private const string Junk = "upstream closed";

    private readonly RestJson _json = RestJson.Of(behavior.Style);
    private readonly ArrayBufferWriter<byte> _held = new();

    /// <summary>Whether an answer was written, so that HTTP 200 stands.</summary>
    public bool HasAnswers { get; private set; }

    private PipeWriter Body => context.Response.BodyWriter;

    /// <summary>Writes one answer of a stream as a line and flushes it, unless a proxy holds it back.</summary>
    public async Task WriteAnswerAsync(IMessage answer, CancellationToken cancellationToken)
    {
        if (!HasAnswers)
        {
            HasAnswers = true;
            context.Response.ContentType = RestPages.Json;
            _held.Write(behavior.Has(RestQuirks.ByteOrderMark) ? Encoding.UTF8.Preamble : default);
        }

        if (behavior.Has(RestQuirks.UnknownLines))
        {
            AddLine(Encoding.UTF8.GetBytes(UnknownLine));
        }

        AddLine(_json.Result(answer, behavior.Has(RestQuirks.UnknownFields)).Span);
        if (!behavior.BuffersAnswers)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a stream: an error if there is one, as status and body, or as the last line after answers.</summary>
    public Task EndStreamAsync(ScriptedStatus? status)
    {
        var failed = status is not null && status.Code != StatusCode.OK;
        if (!HasAnswers)
        {
            var hasNewline = behavior.Style == RestStyle.V2;
            return failed ? RefuseAsync(status!, _json.StreamError(status!), hasNewline) : EndEmptyAsync();
        }

        if (failed)
        {
            _held.Write(_json.StreamError(status!).Span);
            AddNewline(unless: behavior.Style == RestStyle.V1 || behavior.Has(RestQuirks.NoNewlineAfterError));
        }
        else if (behavior.Has(RestQuirks.TrailingJunk))
        {
            AddLine(Encoding.UTF8.GetBytes(Junk));
        }

        return FlushAsync(context.RequestAborted);
    }

    /// <summary>Refuses a unary call, or a stream that the gateway does not even pass on.</summary>
    public Task RefuseAsync(ScriptedStatus status) => RefuseAsync(status, _json.UnaryError(status), hasNewline: false);

    /// <summary>Answers a unary call.</summary>
    public Task AnswerAsync(IMessage answer) => WriteWholeAsync(StatusCodes.Status200OK, RestPages.Json, _json.Plain(answer));

    /// <summary>Answers as a proxy that does not reach its backend.</summary>
    public Task BadGatewayAsync()
    {
        AddRetryAfter();
        return WriteHtmlAsync(StatusCodes.Status502BadGateway);
    }

    /// <summary>No such path, or not this method on it.</summary>
    /// <param name="status">404, or 405, which version 2 makes 501.</param>
    /// <param name="code">Code in the body of version 2.</param>
    public Task MissAsync(int status, StatusCode code)
    {
        var reason = ReasonPhrases.GetReasonPhrase(status);
        return behavior.Style == RestStyle.V1
            ? WriteWholeAsync(status, RestPages.PlainText, Encoding.UTF8.GetBytes(reason + "\n"))
            : WriteWholeAsync(HttpStatusOf.Code(code, RestStyle.V2), RestPages.Json, _json.UnaryError(new ScriptedStatus(code, reason)));
    }

    private Task RefuseAsync(ScriptedStatus status, ReadOnlyMemory<byte> json, bool hasNewline)
    {
        var http = HttpStatusOf.Code(status.Code, behavior.Style);
        AddRetryAfter();
        return behavior.ErrorBody switch
        {
            RestErrorBody.PlainText => WriteWholeAsync(http, RestPages.PlainText, Encoding.UTF8.GetBytes(status.Message)),
            RestErrorBody.Html => WriteHtmlAsync(http),
            RestErrorBody.Empty => WriteWholeAsync(http, contentType: null, default),
            _ => WriteWholeAsync(http, RestPages.Json, hasNewline ? (byte[])[.. json.Span, (byte)'\n'] : json),
        };
    }

    private Task EndEmptyAsync() => WriteWholeAsync(StatusCodes.Status200OK, RestPages.Json, default);

    private Task WriteHtmlAsync(int status) =>
        WriteWholeAsync(status, RestPages.Html, Encoding.UTF8.GetBytes(RestPages.Page(status, ReasonPhrases.GetReasonPhrase(status))));

    private async Task WriteWholeAsync(int status, string? contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private void AddRetryAfter()
    {
        if (behavior.RetryAfter is { } delay)
        {
            context.Response.Headers.RetryAfter = delay.ToString();
        }
    }

    private void AddLine(ReadOnlySpan<byte> line)
    {
        _held.Write(line);
        AddNewline(unless: false);
        if (behavior.Has(RestQuirks.BlankLines))
        {
            AddNewline(unless: false);
        }
    }

    private void AddNewline(bool unless)
    {
        if (!unless)
        {
            _held.Write(behavior.Has(RestQuirks.CarriageReturns) ? "\r\n"u8 : "\n"u8);
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await Body.WriteAsync(_held.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _held.ResetWrittenCount();
    }
}
