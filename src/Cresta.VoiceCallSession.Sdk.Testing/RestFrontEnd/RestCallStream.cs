using System.IO.Pipelines;
using Cresta.VoiceCallSession.Sdk.Testing.Conversations;
using Cresta.VoiceCallSession.Sdk.Testing.Messages;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>A duplex REST request as the conversation sees it, behind a gateway.</summary>
internal sealed class RestCallStream<TRequest, TResponse> : ICallStream
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage
{
    private readonly HttpContext _context;
    private readonly RestBehavior _behavior;
    private readonly RestResponse _response;
    private readonly RequestDecoder<TRequest> _requests;
    private readonly Func<TRequest, int, ReceivedMessage> _read;
    private readonly Func<Answer, TResponse> _toResponse;
    private readonly Task<TRequest?> _first;

    public RestCallStream(
        HttpContext context, RestBehavior behavior, RestResponse response, Func<TRequest, int, ReceivedMessage> read,
        Func<Answer, TResponse> toResponse, CancellationToken aborted)
    {
        _context = context;
        _behavior = behavior;
        _response = response;
        _read = read;
        _toResponse = toResponse;
        Aborted = aborted;
        _requests = new RequestDecoder<TRequest>(context.Request.BodyReader);
        _first = ReadFirstAsync();
    }

    public CancellationToken Aborted { get; }

    /// <summary>Whether the client has said everything, so that an end is not early.</summary>
    public bool RequestEnded { get; private set; }

    /// <summary>Whether a script has torn the stream down, so that nothing more can be said on it.</summary>
    public bool IsTornDown { get; private set; }

    /// <summary>Why the gateway refuses the first message; null when it takes it.</summary>
    public UndecodableMessageException? FirstFault { get; private set; }

    public async ValueTask<ReceivedMessage?> ReadAsync(int number)
    {
        var isLost = _behavior.LosesMessagesOverHttp1 && _response.HasAnswers && !HttpProtocol.IsHttp2(_context.Request.Protocol);
        var request = isLost ? null : await DecodeAsync(number).ConfigureAwait(false);
        return request is null ? null : _read(request, number);
    }

    public Task WriteAsync(Answer answer) => _response.WriteAnswerAsync(_toResponse(answer), Aborted);

    public void Reset(Http2ErrorCode errorCode)
    {
        IsTornDown = true;
        if (_context.Features.Get<IHttpResetFeature>() is { } stream)
        {
            stream.Reset((int)errorCode);
        }
        else
        {
            // HTTP/1.1 knows no streams.
            _context.Abort();
        }
    }

    /// <summary>
    /// Waits for the first message to have come or to be lost: a gateway hears no refusal of the service before it has passed it on.
    /// </summary>
    public async Task WaitForFirstAsync()
    {
        await ((Task)_first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        FirstFault = _first.Exception?.InnerException as UndecodableMessageException;
    }

    private async Task<TRequest?> ReadFirstAsync()
    {
        if (_behavior.ReadsWholeBody)
        {
            await ReadToEndAsync(_context.Request.BodyReader).ConfigureAwait(false);
        }

        return await _requests.ReadAsync(Aborted).ConfigureAwait(false);
    }

    // The pipe keeps what was looked at and not taken.
    private async Task ReadToEndAsync(PipeReader body)
    {
        ReadResult result;
        do
        {
            result = await body.ReadAsync(Aborted).ConfigureAwait(false);
            body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
        while (!result.IsCompleted);
    }

    private async ValueTask<TRequest?> DecodeAsync(int number)
    {
        try
        {
            var request = number == 1 ? await _first.ConfigureAwait(false) : await _requests.ReadAsync(Aborted).ConfigureAwait(false);
            RequestEnded |= request is null;
            return request;
        }
        catch (UndecodableMessageException) when (number > 1 || _behavior.EndsStreamOnUndecodableFirstMessage)
        {
            // To the service it looks as if the client had ended the stream, and to the client as if the service had.
            return null;
        }
        catch (UndecodableMessageException exception)
        {
            throw new RpcException(new Status(StatusCode.Unknown, exception.Message));
        }
    }
}
