using Cresta.VoiceCallSession.Sdk.Testing.Conversations;
using Cresta.VoiceCallSession.Sdk.Testing.Messages;
using Cresta.VoiceCallSession.Sdk.Testing.Records;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>Runs the streaming methods over REST. Thread-safe.</summary>
internal sealed class RestStreams(ConversationHost conversations)
{
    private static readonly ScriptedStatus DeadlinePassed = new(StatusCode.DeadlineExceeded, "context deadline exceeded");

    public Task RunAsync(
        MethodDescriptor method, HttpContext context, RestBehavior behavior, RestResponse response, RequestDeadline deadline) =>
        method.InputType == StreamCallSessionRequest.Descriptor
            ? RunAsync(
                CallMethod.StreamCallSession,
                new RestCallStream<StreamCallSessionRequest, StreamCallSessionResponse>(
                    context, behavior, response, StreamMessages.Read, StreamMessages.ToResponse, deadline.Token),
                context, behavior, response, deadline)
            : RunAsync(
                CallMethod.StreamCallSessionAudio,
                new RestCallStream<StreamCallSessionAudioRequest, StreamCallSessionAudioResponse>(
                    context, behavior, response, StreamMessages.Read, StreamMessages.ToAudioResponse, deadline.Token),
                context, behavior, response, deadline);

    private async Task RunAsync<TRequest, TResponse>(
        CallMethod method, RestCallStream<TRequest, TResponse> stream, HttpContext context, RestBehavior behavior, RestResponse response,
        RequestDeadline deadline)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage
    {
        var status = await ConverseAsync(method, stream, context).ConfigureAwait(false);
        if (stream.IsTornDown)
        {
            return;
        }

        await stream.WaitForFirstAsync().ConfigureAwait(false);
        if (stream.FirstFault is { } fault && !behavior.EndsStreamOnUndecodableFirstMessage)
        {
            await response.RefuseAsync(new ScriptedStatus(StatusCode.Unknown, fault.Message)).ConfigureAwait(false);
            return;
        }

        await response.EndStreamAsync(deadline.HasPassed ? DeadlinePassed : status).ConfigureAwait(false);
        if (behavior.EarlyEndReset is { } errorCode && !stream.RequestEnded)
        {
            stream.Reset(errorCode);
        }
    }

    private async Task<ScriptedStatus?> ConverseAsync(CallMethod method, ICallStream stream, HttpContext context)
    {
        try
        {
            var opening = new StreamOpening(method, RequestMetadata.OriginOf(context, CallTransport.Rest));
            return await conversations.RunAsync(opening, stream).ConfigureAwait(false);
        }
        catch (RpcException exception)
        {
            return new ScriptedStatus(exception.StatusCode, exception.Status.Detail);
        }
        catch (Exception exception)
        {
            // What a script's predicate throws is the service's failure, and the client's to see.
            return new ScriptedStatus(StatusCode.Unknown, exception.Message);
        }
    }
}
