using System.Net;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Transport.Http2;

namespace Cresta.VoiceCallSession.Sdk.Transport;

/// <summary>
/// Stands between the gRPC client and its connections. A body is written once. What answers and is not gRPC becomes an exception of its own type, with
/// the HTTP status and content type as facts; of what is, the other side is told, unless it only says that the service is not there.
/// </summary>
internal sealed class GrpcAnswerCheck(HttpMessageHandler inner, ConnectionWatch connections, Action onAnswer) : DelegatingHandler(inner)
{
    private const string Unimplemented = "12";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            var stream = request.Headers.NonValidated.TryGetValues(ConnectionWatch.Header, out var id) ? connections.Find(id.ToString()) : null;
            request.Content = new WriteOnceContent(content, stream);
        }

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var contentType = response.Content.Headers.ContentType?.MediaType;
        if (response.StatusCode == HttpStatusCode.OK && contentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true)
        {
            if (response.Version >= HttpVersion.Version20 && !(response.Headers.NonValidated.TryGetValues("grpc-status", out var status) && string.Equals(status.ToString(), Unimplemented, StringComparison.Ordinal)))
            {
                onAnswer();
            }

            return response;
        }

        using (response)
        {
            throw new NotGrpcResponseException(response.StatusCode, contentType, response.Version, response.Headers.RetryAfter?.ToString());
        }
    }
}
