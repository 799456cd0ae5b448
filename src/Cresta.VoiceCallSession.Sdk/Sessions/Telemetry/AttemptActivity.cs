using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Sessions.Context;
using Cresta.VoiceCallSession.Sdk.Telemetry;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;

/// <summary>The span of one stream or one request, as OpenTelemetry's conventions for RPC have it.</summary>
internal static class AttemptActivity
{
    private const string SystemName = "rpc.system.name";

    /// <summary>Starts the span of a request; it is a child of whatever is current.</summary>
    public static Activity? StartRequest<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientServices context) =>
        Start(method, context, parent: default, links: null);

    /// <summary>Starts the span of one of a call's streams.</summary>
    public static Activity? StartStream<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientServices context, ActivityContext call) =>

        // A stream may last for hours after what opened it is over: it hangs on the call, and is linked to it for tools that cut long
        // traces.
        Start(method, context, call, call == default ? null : [new ActivityLink(call)]);

    /// <summary>
    /// Propagates the span to the server. Otherwise HttpClient propagates a span of its own, which nobody collects.
    /// </summary>
    public static void Inject(Activity? activity, Metadata headers, ClientMetrics metrics)
    {
        if (activity is null)
        {
            return;
        }

        try
        {
            DistributedContextPropagator.Current.Inject(
                activity, headers, static (headers, name, value) => ((Metadata)headers!).Add(name, value));
        }
#pragma warning disable CA1031 // The propagator is the application's to choose. Without it a trace is cut in two; the call is not.
        catch (Exception e)
#pragma warning restore CA1031
        {
            metrics.Server.Errors.OnThrown(CallbackKind.Propagator, e);
        }
    }

    /// <summary>The transport is another than the span began with.</summary>
    public static void OnSwitched(Activity? activity, ClientServices context) => activity?.SetTag(SystemName, context.Transport.SystemName);

    public static void End(Activity? activity, StatusCode status, ClientMetrics metrics)
    {
        if (activity is { IsStopped: false })
        {
            var name = StatusNames.Of(status);
            activity.SetTag("rpc.response.status_code", name);
            if (status != StatusCode.OK)
            {
                activity.SetStatus(ActivityStatusCode.Error).SetTag("error.type", name);
            }

            SafeActivity.End(activity, metrics.Server);
        }
    }

    private static Activity? Start<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientServices context, ActivityContext parent, ActivityLink[]? links)
    {
        if (!Instruments.Activities.HasListeners())
        {
            return null;
        }

        var name = $"{method.ServiceName}/{method.Name}";
        return SafeActivity.Start(
            name, ActivityKind.Client, parent, context.Metrics.Server,
                [new(SystemName, context.Transport.SystemName), new("rpc.method", name)], links);
    }
}
