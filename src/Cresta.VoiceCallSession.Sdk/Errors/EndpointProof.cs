namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>
/// What is known of a client's endpoint. Once it has proved itself, a failure that looks permanent is an outage, because the address, the
/// protocol and the service behind it were right before. Thread-safe.
/// </summary>
internal sealed class EndpointProof
{
    private volatile bool _speaksHttp2;
    private volatile bool _isProved;
    private volatile bool _hasProcessedRequests;

    /// <summary>Whether the endpoint has sent HTTP/2 SETTINGS, or has answered on a stream.</summary>
    public bool SpeaksHttp2 => _speaksHttp2 || _isProved;

    /// <summary>Whether the service has answered on a stream of this client, or a stream has outlived its opening.</summary>
    public bool IsProved => _isProved;

    /// <summary>Whether the service has processed a single request of this client.</summary>
    public bool HasProcessedRequests => _hasProcessedRequests;

    public void OnHttp2Settings() => _speaksHttp2 = true;

    public void OnStreamProved() => _isProved = true;

    public void OnRequestProcessed() => _hasProcessedRequests = true;
}
