using System.Collections.Concurrent;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Errors;

namespace Cresta.VoiceCallSession.Sdk.Transport.Http2;

/// <summary>
/// Observes what HttpClient does not report of streams and their connections. Connections are observed below it: a request's id on the way
/// out tells which connection a stream is on, a GOAWAY on the way in that this one is closing, the first frame whether HTTP/2 is spoken at
/// all. Thread-safe.
/// </summary>
/// <param name="proof">What is known of the endpoint.</param>
/// <param name="onTooManyPings">Called when a server closes a connection for its pings.</param>
internal sealed class ConnectionWatch(EndpointProof proof, Action? onTooManyPings = null)
{
    /// <summary>The header that carries an id of each stream; of use to whoever compares logs of both sides, too.</summary>
    public const string Header = "x-request-id";

    private static readonly byte[] Mark = [.. Encoding.ASCII.GetBytes(Header), 32];

    private readonly ConcurrentDictionary<string, WatchedStream> _waiting = new(StringComparer.Ordinal);
    private volatile bool _heardNoHttp2;

    /// <summary>
    /// Whether the first bytes on the last connection that received any were not HTTP/2. HttpClient, too, finds that out, but what it
    /// reports of it depends on which of its loops fails first.
    /// </summary>
    public bool HeardNoHttp2 => _heardNoHttp2;

    /// <summary>Watches for a request that is about to be sent with an id of 32 characters.</summary>
    public WatchedStream Register(string requestId, Action onGoAway)
    {
        var registration = new WatchedStream(this, requestId, onGoAway);
        _waiting[requestId] = registration;
        return registration;
    }

    /// <summary>The stream of a request that has not been sent yet, or null where it is not watched.</summary>
    public WatchedStream? Find(string requestId) => _waiting.GetValueOrDefault(requestId);

    /// <summary>Watches a connection.</summary>
    /// <param name="connection">The connection, inside TLS.</param>
    /// <param name="isCertificateMissing">Whether the server requested a client certificate that there is not.</param>
    public Stream Watch(Stream connection, bool isCertificateMissing) =>
        new WatchedConnection(connection, this) { IsCertificateMissing = isCertificateMissing };

    /// <summary>
    /// Finds the request that these header fields belong to. They are not compressed where a value comes once only; if ever they are, a
    /// GOAWAY is not noticed, and no more.
    /// </summary>
    public WatchedStream? Claim(ReadOnlySpan<byte> headerFields)
    {
        var at = headerFields.IndexOf(Mark);
        return at >= 0 && headerFields.Length >= at + Mark.Length + 32
            && _waiting.TryRemove(Encoding.ASCII.GetString(headerFields.Slice(at + Mark.Length, 32)), out var found)
            ? found
            : null;
    }

    public void OnFirstFrame(bool isSettings)
    {
        _heardNoHttp2 = !isSettings;
        if (isSettings)
        {
            proof.OnHttp2Settings();
        }
    }

    public void OnTooManyPings() => onTooManyPings?.Invoke();

    public void Forget(string requestId) => _waiting.TryRemove(requestId, out _);
}
