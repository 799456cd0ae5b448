using Cresta.VoiceCallSession.Sdk.Testing.Conversations;
using Cresta.VoiceCallSession.Sdk.Testing.Messages;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Cresta.VoiceCallSession.Sdk.Testing.GrpcFrontEnd;

/// <summary>A duplex gRPC method as the conversation sees it.</summary>
internal sealed class GrpcCallStream<TRequest, TResponse>(
    IAsyncStreamReader<TRequest> requests,
    IServerStreamWriter<TResponse> responses,
    ServerCallContext context,
    Func<TRequest, int, ReceivedMessage> read,
    Func<Answer, TResponse> toResponse) : ICallStream
    where TRequest : class
    where TResponse : class
{
    public CancellationToken Aborted => context.CancellationToken;

    public async ValueTask<ReceivedMessage?> ReadAsync(int number) =>
        await requests.MoveNext(Aborted).ConfigureAwait(false) ? read(requests.Current, number) : null;

    public Task WriteAsync(Answer answer) => responses.WriteAsync(toResponse(answer), Aborted);

    public void Reset(Http2ErrorCode errorCode) =>
        context.GetHttpContext().Features.GetRequiredFeature<IHttpResetFeature>().Reset((int)errorCode);
}
