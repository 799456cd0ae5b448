using System.CommandLine;
using System.Net.Http.Headers;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace FakeServer;

/// <summary>The flags for what stands between REST clients and the service; they combine with each other and with any script.</summary>
internal sealed class RestFlags
{
    private readonly Option<RestStyle> _style = new("--rest-style")
    {
        HelpName = "v1|v2",
        Description = "Names and errors as by a gateway of this version; default v2."
    };
    private readonly Option<bool> _http1Only = new("--http1-only") { Description = "Speak no HTTP/2, so no gRPC either." };
    private readonly Option<bool> _restOnly = new("--rest-only") { Description = "Speak no gRPC: answer it 404, as a gateway alone does." };
    private readonly Option<bool> _html502 = new("--html-502")
    {
        Description = "Answer every REST request as a proxy without its "
        + "backend."
    };
    private readonly Option<bool> _wholeBody = new("--whole-body")
    {
        Description = "Read the whole body of a REST stream before its "
        + "first message goes on."
    };
    private readonly Option<bool> _buffer = new("--buffer-answers")
    {
        Description = "Hold all answers of a REST stream back until its "
        + "end."
    };
    private readonly Option<bool> _resetEarlyEnd = new("--reset-early-end")
    {
        Description = "Reset a REST stream (STREAM_CLOSED) that "
        + "ends before the client has."
    };
    private readonly Option<RestErrorBody> _errorBody = new("--error-body")
    {
        HelpName = "json|plaintext|html|empty",
        Description = "Body of REST refusals; default json."
    };
    private readonly Option<int?> _retryAfter = NumberOption.Create(
        "--retry-after", "S", 0, "Send Retry-After with every REST refusal, in seconds.");

    public void AddTo(Command command)
    {
        foreach (
            var option in (Option[])[_style, _http1Only, _restOnly, _html502, _wholeBody, _buffer, _resetEarlyEnd, _errorBody, _retryAfter])
        {
            command.Add(option);
        }
    }

    public void ApplyTo(FakeVoiceCallSessionServerOptions options, ParseResult result)
    {
        options.Http1Only = result.GetValue(_http1Only);
        options.ServesGrpc = !result.GetValue(_restOnly);
        options.Rest = new RestBehavior
        {
            Style = result.GetValue(_style),
            AnswersBadGateway = result.GetValue(_html502),
            ReadsWholeBody = result.GetValue(_wholeBody),
            BuffersAnswers = result.GetValue(_buffer),
            EarlyEndReset = result.GetValue(_resetEarlyEnd) ? Http2ErrorCode.StreamClosed : null,
            ErrorBody = result.GetValue(_errorBody),
            RetryAfter = result.GetValue(_retryAfter) is { } seconds ? new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds)) : null,
        };
    }
}
