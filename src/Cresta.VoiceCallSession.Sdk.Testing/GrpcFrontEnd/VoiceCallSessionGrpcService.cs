using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>The gRPC front end: maps messages and statuses, decides nothing.</summary>
internal sealed class VoiceCallSessionGrpcService(ConversationHost conversations, UnaryConversation unary)
    : VoiceCallSessionService.VoiceCallSessionServiceBase
{
    public override Task StreamCallSession(
        IAsyncStreamReader<StreamCallSessionRequest> requestStream, IServerStreamWriter<StreamCallSessionResponse> responseStream,
        ServerCallContext context) =>
        RunAsync(
            CallMethod.StreamCallSession,
            new GrpcCallStream<StreamCallSessionRequest, StreamCallSessionResponse>(
                requestStream, responseStream, context, GrpcMessages.Read, GrpcMessages.ToResponse),
            context);

    public override Task StreamCallSessionAudio(
        IAsyncStreamReader<StreamCallSessionAudioRequest> requestStream, IServerStreamWriter<StreamCallSessionAudioResponse> responseStream,
        ServerCallContext context) =>
        RunAsync(
            CallMethod.StreamCallSessionAudio,
            new GrpcCallStream<StreamCallSessionAudioRequest, StreamCallSessionAudioResponse>(
                requestStream, responseStream, context, GrpcMessages.Read, GrpcMessages.ToAudioResponse),
            context);

    public override async Task<ProcessSessionEventResponse> ProcessSessionEvent(ProcessSessionEventRequest request, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var status = await unary.RunAsync(
            request, RequestMetadata.HeadersOf(http), RequestMetadata.ConnectionOf(http), context.CancellationToken).ConfigureAwait(false);
        ThrowIfFailed(status);
        return new ProcessSessionEventResponse();
    }

    private static void ThrowIfFailed(ScriptedStatus? status)
    {
        if (status is null || status.Code == StatusCode.OK)
        {
            return;
        }

        var exception = status.Details.Count > 0
            ? status.ToStatus().ToRpcException()
            : new RpcException(new Status(status.Code, status.Message), []);
        foreach (var (name, value) in status.Trailers)
        {
            exception.Trailers.Add(name, value);
        }

        throw exception;
    }

    private async Task RunAsync(CallMethod method, ICallStream stream, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var opening = new StreamOpening(method, RequestMetadata.HeadersOf(http), RequestMetadata.ConnectionOf(http));
        ThrowIfFailed(await conversations.RunAsync(opening, stream).ConfigureAwait(false));
    }
}
