using Cresta.VoiceCallSession.Sdk.Errors;

namespace Cresta.VoiceCallSession.Sdk.Transport.Http2;

/// <summary>
/// Names a connection's failure by what was heard on it. Of an endpoint that does not speak HTTP/2 HttpClient says one thing or another, as
/// the one or the other of its loops stumbles first; with this in front of it, it is always said alike.
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
    /// Whether the connection came about and then failed. One that did not has another cause, whatever was heard on those before it.
    /// </summary>
    private static bool IsBreak(HttpRequestException failure) =>
        TransportErrorClassifier.Of(failure)
            .Error is null or HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError;
}
