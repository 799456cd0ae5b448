using System.Net;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>
/// gRPC's own health check, without a credential: the one request that every kind of server answers, with whatever it has. It asks for
/// HTTP/2 as calls do.
/// </summary>
internal static class HealthRequest
{
    public static Task<ProbeAnswer> SendAsync(DiagnosisContext context, CancellationToken cancellationToken) =>
        SendAsync(context, HttpVersion.Version20,
            context.IsTls ? HttpVersionPolicy.RequestVersionOrLower : HttpVersionPolicy.RequestVersionExact, cancellationToken);

    /// <summary>The same in HTTP/1.1, for an endpoint that has broken a connection off on which HTTP/2 was spoken.</summary>
    public static Task<ProbeAnswer> SendOverHttp11Async(DiagnosisContext context, CancellationToken cancellationToken) =>
        SendAsync(context, HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact, cancellationToken);

    private static async Task<ProbeAnswer> SendAsync(
        DiagnosisContext context, Version version, HttpVersionPolicy policy, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(context.Endpoint, "/grpc.health.v1.Health/Check"))
        {
            Content = new ReadOnlyMemoryContent(GrpcFrame.Of([])),
            Version = version,
            VersionPolicy = policy,
        };
        GrpcFrame.Describe(request);
        using var response = await context.Http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ProbeAnswer.ReadAsync(response, context.TimeProvider, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the answer says that the service is there, but does not serve.</summary>
    public static bool IsNotServing(ProbeAnswer answer) =>
        answer.IsGrpc && answer.Body.Length > GrpcFrame.HeaderBytes
            && HealthAnswer.IsNotServing(answer.Body.Span[GrpcFrame.HeaderBytes..]);
}
