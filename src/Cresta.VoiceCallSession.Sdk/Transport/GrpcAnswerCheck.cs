using System.Net;
using Cresta.VoiceCallSession.Sdk.Errors;

namespace Cresta.VoiceCallSession.Sdk.Transport;

/// <summary>
/// Stands between the gRPC client and its connections. A body is written once, and an answer that is not gRPC becomes an exception of its own
/// type, with the HTTP status and content type as facts.
/// </summary>
internal sealed class GrpcAnswerCheck(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            request.Content = new WriteOnceContent(content);
        }

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var contentType = response.Content.Headers.ContentType?.MediaType;
        if (response.StatusCode == HttpStatusCode.OK && contentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true)
        {
            return response;
        }

        using (response)
        {
            throw new NotGrpcResponseException(response.StatusCode, contentType);
        }
    }
}
