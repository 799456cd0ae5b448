using System.Collections.Frozen;
using Cresta.VoiceCallSession.Sdk.Telemetry;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>
/// Speaks the service's HTTP mapping, as documented: JSON over POST, streams as one object a line in both directions. It fails as gRPC
/// fails, so that what is above it need not know.
/// </summary>
internal sealed class RestCallInvoker(HttpMessageInvoker http, RestSettings settings, ILogger logger) : CallInvoker
{
    private readonly UnarySender _unarySender = new(http);

    // Only names count: the service's full name, which may be overridden, is not part of any path.
    private readonly FrozenDictionary<string, RestRoute> _routes =
        VoiceCallSessionService.Descriptor.Methods.ToFrozenDictionary(static m => m.Name, RestRoute.Of, StringComparer.Ordinal);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        ThrowIfDeadline(options);
        var call = new RestUnaryCall(settings, options.CancellationToken);
        var response = call.SendAsync<TResponse>(_unarySender, _routes[method.Name], (IMessage)request, options.Headers);
        return new AsyncUnaryCall<TResponse>(response, call.ResponseHeaders, () => call.Status, () => call.Trailers, call.Dispose);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        ThrowIfDeadline(options);
        var route = _routes[method.Name];
        var exchange = new RestDuplexCall(http, settings, route.Resolve(settings.Endpoint), options);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            new RestRequestStream<TRequest>(exchange),
            new RestResponseStream<TResponse>(
                exchange, route.Method.OutputType, skipped => TransportLog.LinesSkipped(logger, method.Name, skipped)),
            exchange.ResponseHeaders,
            exchange.GetStatus,
            exchange.GetTrailers,
            exchange.Dispose);
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw Unsupported(method.Type);

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw Unsupported(method.Type);

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw Unsupported(method.Type);

    private static void ThrowIfDeadline(CallOptions options)
    {
        if (options.Deadline is not null)
        {
            throw new NotSupportedException("Deadlines are kept above this invoker; pass a cancellation token instead.");
        }
    }

    private static NotSupportedException Unsupported(MethodType type) =>
        new($"The service has no {type} method; only asynchronous unary and duplex calls are supported.");
}
