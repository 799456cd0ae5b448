using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Errors;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Diagnostics;

/// <summary>The span of one stream or one request, as OpenTelemetry's conventions for RPC have it.</summary>
internal static class AttemptActivity
{
    public static Activity? Start<TRequest, TResponse>(Method<TRequest, TResponse> method, Uri endpoint, ActivityContext call)
    {
        // A stream may last for hours after what opened it is over: it hangs on the call, and is linked to it for tools that cut long traces.
        var activity = Instruments.Activities.StartActivity(
            ActivityKind.Client, call, links: call == default ? null : [new ActivityLink(call)], name: $"{method.ServiceName}/{method.Name}");
        activity?.SetTag("rpc.system", "grpc").SetTag("rpc.service", method.ServiceName).SetTag("rpc.method", method.Name)
            .SetTag("server.address", endpoint.Host).SetTag("server.port", endpoint.Port);
        return activity;
    }

    public static void End(Activity? activity, StatusCode status)
    {
        activity?.SetTag("rpc.grpc.status_code", (int)status);
        if (status != StatusCode.OK)
        {
            activity?.SetStatus(ActivityStatusCode.Error, StatusNames.Of(status)).SetTag("error.type", StatusNames.Of(status));
        }

        activity?.Dispose();
    }
}
