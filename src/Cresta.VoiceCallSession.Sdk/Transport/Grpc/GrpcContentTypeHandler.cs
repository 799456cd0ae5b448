using System.Net;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Transport.Http2;

namespace Cresta.VoiceCallSession.Sdk.Transport.Grpc;

/// <summary>
/// Stands between the gRPC client and its connections. A body is written once. A response that is not gRPC becomes an exception of its own
/// type, with the HTTP status as a fact, and one that ends without a status becomes a break. A gRPC response is reported, unless it only
/// says that the service is not there.
/// </summary>
internal sealed class GrpcContentTypeHandler(HttpMessageHandler inner, ConnectionWatch connections, Action onAnswer)
    : DelegatingHandler(inner)
{
    private const string GrpcStatus = "grpc-status";
    private const string Unimplemented = "12";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            var stream = request.Headers.NonValidated.TryGetValues(ConnectionWatch.Header, out var id)
                ? connections.Find(id.ToString()) : null;
            request.Content = new NonReplayableContent(content, stream);
        }

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var contentType = response.Content.Headers.ContentType?.MediaType;
        if (response.StatusCode == HttpStatusCode.OK && contentType?.StartsWith(
            "application/grpc", StringComparison.OrdinalIgnoreCase) == true)
        {
            var hasStatus = response.Headers.NonValidated.TryGetValues(GrpcStatus, out var status);
            if (response.Version >= HttpVersion.Version20 && !(
                hasStatus && string.Equals(status.ToString(), Unimplemented, StringComparison.Ordinal)))
            {
                onAnswer();
            }

            if (!hasStatus)
            {
                response.Content = new StatusRequiredContent(response);
            }

            return response;
        }

        using (response)
        {
            throw IntermediaryResponseException.NotGrpc(
                response.StatusCode, contentType, response.Version, response.Headers.RetryAfter?.ToString());
        }
    }
}
