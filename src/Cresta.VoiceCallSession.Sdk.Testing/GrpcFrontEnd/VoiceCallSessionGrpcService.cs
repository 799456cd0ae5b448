using Cresta.VoiceCallSession.Sdk.Testing.Conversations;
using Cresta.VoiceCallSession.Sdk.Testing.Messages;
using Cresta.VoiceCallSession.Sdk.Testing.Records;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing.GrpcFrontEnd;

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
                requestStream, responseStream, context, StreamMessages.Read, StreamMessages.ToResponse),
            context);

    public override Task StreamCallSessionAudio(
        IAsyncStreamReader<StreamCallSessionAudioRequest> requestStream, IServerStreamWriter<StreamCallSessionAudioResponse> responseStream,
        ServerCallContext context) =>
        RunAsync(
            CallMethod.StreamCallSessionAudio,
            new GrpcCallStream<StreamCallSessionAudioRequest, StreamCallSessionAudioResponse>(
                requestStream, responseStream, context, StreamMessages.Read, StreamMessages.ToAudioResponse),
            context);

    public override async Task<ProcessSessionEventResponse> ProcessSessionEvent(
        ProcessSessionEventRequest request, ServerCallContext context)
    {
        var status = await unary.RunAsync(request, OriginOf(context), context.CancellationToken).ConfigureAwait(false);
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

    private static RequestOrigin OriginOf(ServerCallContext context) =>
        RequestMetadata.OriginOf(context.GetHttpContext(), CallTransport.Grpc);

    private async Task RunAsync(CallMethod method, ICallStream stream, ServerCallContext context) =>
        ThrowIfFailed(await conversations.RunAsync(new StreamOpening(method, OriginOf(context)), stream).ConfigureAwait(false));
}
