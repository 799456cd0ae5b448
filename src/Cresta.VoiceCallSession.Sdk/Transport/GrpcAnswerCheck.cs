using System.Net;
using Cresta.VoiceCallSession.Sdk.Errors;

namespace Cresta.VoiceCallSession.Sdk.Transport;

/// <summary>
/// Looks at the head of every answer below the gRPC client. What is not gRPC becomes an exception of its own type, with the HTTP
/// status and content type as facts.
/// </summary>
internal sealed class GrpcAnswerCheck(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var contentType = response.Content.Headers.ContentType?.MediaType;
        if (response.StatusCode == HttpStatusCode.OK && contentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true)
        {
            return response;
        }

        using (response)
        {
            throw new NotGrpcResponseException(response.StatusCode, contentType, response.Headers.RetryAfter?.ToString());
        }
    }
}
