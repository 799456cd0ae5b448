using System.Net;
using System.Net.Http.Headers;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Http;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>
/// Posts single requests in the HTTP version that the endpoint speaks. Over TLS the handshake settles that. In clear text HTTP/2 has to be
/// tried: a peer that lacks it breaks the connection off before it has seen a request, and from then on gets HTTP/1.1.
/// </summary>
internal sealed class UnarySender(HttpMessageInvoker http)
{
    private volatile bool _http11Only;
    private volatile bool _http2Spoken;

    public async Task<HttpResponseMessage> SendAsync(
        Uri address, ReadOnlyMemory<byte> body, Metadata? headers, CancellationToken cancellationToken)
    {
        if (string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal))
        {
            return await PostAsync(address, body, headers, HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower,
                cancellationToken).ConfigureAwait(false);
        }

        if (_http11Only)
        {
            return await PostHttp11Async(address, body, headers, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var response = await PostAsync(address, body, headers, HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact,
                cancellationToken).ConfigureAwait(false);
            _http2Spoken = true;
            return response;
        }
        catch (HttpRequestException e) when (Http2UnsupportedDetector.IsShownBy(e, clearText: true))
        {
            _http11Only = true;
            return await PostHttp11Async(address, body, headers, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (!_http2Spoken && e.HttpRequestError != HttpRequestError.NameResolutionError)
        {
            // A refusal may be lost when the connection is closed on it, so HTTP/1.1 is asked too; but an HTTP/2 server does not
            // understand that.
            var response = await PostHttp11Async(address, body, headers, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.BadRequest || response.Content.Headers.ContentType?.MediaType is "application/json")
            {
                return response;
            }

            response.Dispose();
            throw;
        }
    }

    private Task<HttpResponseMessage> PostHttp11Async(
        Uri address, ReadOnlyMemory<byte> body, Metadata? headers, CancellationToken cancellationToken) =>
        PostAsync(address, body, headers, HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact, cancellationToken);

    private Task<HttpResponseMessage> PostAsync(
        Uri address, ReadOnlyMemory<byte> body, Metadata? headers, Version version, HttpVersionPolicy policy,
            CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Version = version,
            VersionPolicy = policy,
        };
        HttpMetadata.CopyTo(request.Headers, headers);
        return http.SendAsync(request, cancellationToken);
    }
}
