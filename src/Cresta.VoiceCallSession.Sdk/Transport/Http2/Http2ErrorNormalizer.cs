using Cresta.VoiceCallSession.Sdk.Errors;

namespace Cresta.VoiceCallSession.Sdk.Transport.Http2;

/// <summary>
/// Gives the failure of a connection to an endpoint without HTTP/2 one error code. HttpClient reports different codes, depending on which
/// of its loops fails first.
/// </summary>
internal sealed class Http2ErrorNormalizer(HttpMessageHandler inner, ConnectionWatch watch) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (watch.HeardNoHttp2 && request.Version.Major >= 2 && IsBreak(e))
        {
            throw new HttpRequestException(HttpRequestError.VersionNegotiationError,
                "The endpoint, or an intermediary, does not support HTTP/2: its response is not HTTP/2.", e);
        }
    }

    /// <summary>
    /// Whether the connection was established and then failed. If it was not established, the cause is another.
    /// </summary>
    private static bool IsBreak(HttpRequestException failure) =>
        TransportErrorClassifier.Classify(failure)
            .Error is null or HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError;
}
