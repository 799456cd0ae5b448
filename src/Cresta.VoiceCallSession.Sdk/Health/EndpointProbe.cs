using System.Net;
using Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Http;
using Cresta.VoiceCallSession.Sdk.Sessions.Context;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Health;

/// <summary>
/// Knocks at a client's endpoint over the connections and handlers that its calls use, without a credential and without a call: with gRPC's
/// own health check, or a request for the headers of the root. What the endpoint answers matters little; that it does, shows that names,
/// routes, proxies, certificates and protocols are in order.
/// </summary>
internal static class EndpointProbe
{
    private static readonly Marshaller<byte[]> Bytes = new(static bytes => bytes, static bytes => bytes);

    private static readonly Method<byte[], byte[]> Check = new(MethodType.Unary, "grpc.health.v1.Health", "Check", Bytes, Bytes);

    public static async Task<EndpointFinding> RunAsync(ClientServices context, CancellationToken cancellationToken)
    {
        try
        {
            return context.Transport.Http is { } http
                ? await OverHttpAsync(http, context.Options.Endpoint!, cancellationToken).ConfigureAwait(false)
                : await OverGrpcAsync(context.Transport.Invoker, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = context.Errors.Translate(NetworkFailure.BeforeAnswer(e, context.Options.Endpoint!, context.Errors.Proof,
                cancellationToken), new OperationContext("The health check", context.TimeProvider) { Attempts = 1 });
            return new EndpointFinding(EndpointState.Unreachable, failure.Message) { Failure = failure };
        }
    }

    private static async Task<EndpointFinding> OverGrpcAsync(CallInvoker invoker, CancellationToken cancellationToken)
    {
        try
        {
            using var call = invoker.AsyncUnaryCall(Check, host: null, new CallOptions(cancellationToken: cancellationToken), []);
            var answer = await call.ResponseAsync.ConfigureAwait(false);
            return HealthAnswer.IsNotServing(answer)
                ? new EndpointFinding(EndpointState.Impaired, "the service reports NOT_SERVING")
                : new EndpointFinding(EndpointState.Reachable, "the service answers");
        }
        catch (RpcException e) when (
            e.Status.DebugException is null && e.StatusCode is not (StatusCode.Unavailable or StatusCode.Cancelled))
        {
            return new EndpointFinding(EndpointState.Reachable, "the service answers");
        }
        catch (RpcException e) when (
            e.Status.DebugException is IntermediaryResponseException { StatusCode: HttpStatusCode.NotFound, HttpVersion.Major: >= 2 })
        {
            // A gateway that routes by path knows the service's alone.
            return new EndpointFinding(EndpointState.Reachable, "the endpoint answers");
        }
    }

    private static async Task<EndpointFinding> OverHttpAsync(HttpMessageInvoker http, Uri endpoint, CancellationToken cancellationToken)
    {
        var clearText = string.Equals(endpoint.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Head, endpoint)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = clearText ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower,
        };
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (HttpStatusMapping.IsGatewayFailure(response.StatusCode))
            {
                return new EndpointFinding(
                    EndpointState.Unreachable, $"a gateway answers HTTP {(int)response.StatusCode} instead of the service");
            }

            return response.Version.Major >= 2 ? new EndpointFinding(EndpointState.Reachable, "the endpoint answers") : Http11Only();
        }
        catch (HttpRequestException e) when (Http2UnsupportedDetector.IsShownBy(e, clearText))
        {
            return Http11Only();
        }
    }

    private static EndpointFinding Http11Only() =>
        new(EndpointState.Impaired,
            "the endpoint, or an intermediary, only supports HTTP/1.1: single events can be sent, calls cannot be opened");
}
