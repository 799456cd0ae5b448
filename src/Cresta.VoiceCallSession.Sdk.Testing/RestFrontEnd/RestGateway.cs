using Cresta.VoiceCallSession.Sdk.Testing.Conversations;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>The REST front end: finds the method of a request, as a gateway does; decides nothing about calls.</summary>
internal sealed class RestGateway(ServiceState state, RestStreams streams, RestUnary unary)
{
    private static readonly IReadOnlyList<GatewayRoute> Routes = GatewayRoute.Of(VoiceCallSessionService.Descriptor);

    public async Task HandleAsync(HttpContext context)
    {
        var behavior = state.Rest.Take();
        var response = new RestResponse(context, behavior);
        if (behavior.AnswersBadGateway)
        {
            await response.BadGatewayAsync().ConfigureAwait(false);
            return;
        }

        if (Find(context) is not var (method, variables))
        {
            await response.MissAsync(StatusCodes.Status404NotFound, StatusCode.NotFound).ConfigureAwait(false);
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await response.MissAsync(StatusCodes.Status405MethodNotAllowed, StatusCode.Unimplemented).ConfigureAwait(false);
            return;
        }

        using var deadline = RequestDeadline.StartFor(context, state.TimeProvider);
        if (deadline is null)
        {
            await response.RefuseAsync(
                new ScriptedStatus(StatusCode.InvalidArgument, $"invalid {GrpcTimeout.Header} header")).ConfigureAwait(false);
        }
        else if (method.IsClientStreaming)
        {
            await streams.RunAsync(method, context, behavior, response, deadline).ConfigureAwait(false);
        }
        else
        {
            await unary.RunAsync(variables, context, response, deadline).ConfigureAwait(false);
        }
    }

    private static (MethodDescriptor Method, IReadOnlyList<KeyValuePair<string, string>> Variables)? Find(HttpContext context)
    {
        var segments = GatewayRoute.SegmentsOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        foreach (var route in Routes)
        {
            if (route.Match(segments) is { } variables)
            {
                return (route.Method, variables);
            }
        }

        return null;
    }
}
