using Cresta.VoiceCallSession.Sdk.Testing.Conversations;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>Runs <c>ProcessSessionEvent</c> over REST. Thread-safe.</summary>
internal sealed class RestUnary(UnaryConversation unary)
{
    private static readonly ScriptedStatus DeadlinePassed = new(StatusCode.DeadlineExceeded, "context deadline exceeded");

    public async Task RunAsync(
        IReadOnlyList<KeyValuePair<string, string>> variables, HttpContext context, RestResponse response, RequestDeadline deadline)
    {
        ScriptedStatus? status;
        try
        {
            status = await TreatAsync(variables, context, deadline).ConfigureAwait(false);
        }
        catch (UndecodableMessageException exception)
        {
            status = new ScriptedStatus(StatusCode.InvalidArgument, exception.Message);
        }
        catch (RpcException exception)
        {
            status = new ScriptedStatus(exception.StatusCode, exception.Status.Detail);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            status = DeadlinePassed;
        }

        var failed = status is not null && status.Code != StatusCode.OK;
        await (failed ? response.RefuseAsync(status!) : response.AnswerAsync(new ProcessSessionEventResponse())).ConfigureAwait(false);
    }

    private async Task<ScriptedStatus?> TreatAsync(
        IReadOnlyList<KeyValuePair<string, string>> variables, HttpContext context, RequestDeadline deadline)
    {
        // Only the first value of the body counts, and an empty body is an empty message.
        var decoder = new RequestDecoder<ProcessSessionEventRequest>(context.Request.BodyReader);
        var request = await decoder.ReadAsync(deadline.Token).ConfigureAwait(false) ?? new ProcessSessionEventRequest();
        foreach (var (name, value) in variables)
        {
            ProcessSessionEventRequest.Descriptor.FindFieldByName(name).Accessor.SetValue(request, value);
        }

        var origin = RequestMetadata.OriginOf(context, CallTransport.Rest);
        return await unary.RunAsync(request, origin, deadline.Token).ConfigureAwait(false);
    }
}
