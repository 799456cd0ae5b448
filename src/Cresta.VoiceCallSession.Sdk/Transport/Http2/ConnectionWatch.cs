using System.Collections.Concurrent;
using System.Text;

namespace Cresta.VoiceCallSession.Sdk.Transport.Http2;

/// <summary>
/// Knows of streams and their connections what HttpClient keeps to itself. Connections are watched below it: a request's id on the way out says which connection a stream is on, a GOAWAY on
/// the way in that this one is closing, the first frame whether HTTP/2 is spoken at all. Thread-safe.
/// </summary>
internal sealed class ConnectionWatch
{
    /// <summary>The header that carries an id of each stream; of use to whoever compares logs of both sides, too.</summary>
    public const string Header = "x-request-id";

    private static readonly byte[] Mark = [.. Encoding.ASCII.GetBytes(Header), 32];

    private readonly ConcurrentDictionary<string, WatchedStream> _waiting = new(StringComparer.Ordinal);
    private volatile bool _heardNoHttp2;

    /// <summary>
    /// Whether the last connection to hear of its server heard something that is not HTTP/2. HttpClient, too, finds that out, but what it reports of it is a matter of which of its
    /// loops stumbles first.
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

    public Stream Watch(Stream connection) => new WatchedConnection(connection, this);

    /// <summary>Finds the request that these header fields belong to. They are not compressed where a value comes once only; if ever they are, a GOAWAY is not noticed, and no more.</summary>
    public WatchedStream? Claim(ReadOnlySpan<byte> headerFields)
    {
        var at = headerFields.IndexOf(Mark);
        return at >= 0 && headerFields.Length >= at + Mark.Length + 32 && _waiting.TryRemove(Encoding.ASCII.GetString(headerFields.Slice(at + Mark.Length, 32)), out var found)
            ? found
            : null;
    }

    public void OnFirstFrame(bool isSettings) => _heardNoHttp2 = !isSettings;

    public void Forget(string requestId) => _waiting.TryRemove(requestId, out _);
}
