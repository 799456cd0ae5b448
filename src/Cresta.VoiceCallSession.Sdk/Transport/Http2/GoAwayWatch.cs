using System.Collections.Concurrent;
using System.Text;

namespace Cresta.VoiceCallSession.Sdk.Transport.Http2;

/// <summary>
/// Tells a stream that its server has announced to close its connection. HttpClient keeps GOAWAY to itself, so the connection is watched below it: a request's id on the way
/// out says which connection it is on, a GOAWAY on the way in says that this one is closing. Thread-safe.
/// </summary>
internal sealed class GoAwayWatch
{
    /// <summary>The header that carries an id of each stream; of use to whoever compares logs of both sides, too.</summary>
    public const string Header = "x-request-id";

    private static readonly byte[] Mark = [.. Encoding.ASCII.GetBytes(Header), 32];

    private readonly ConcurrentDictionary<string, GoAwayRegistration> _waiting = new(StringComparer.Ordinal);
    private volatile bool _heardNoHttp2;

    /// <summary>
    /// Whether the last connection to hear of its server heard something that is not HTTP/2. HttpClient, too, finds that out, but what it reports of it is a matter of which of its
    /// loops stumbles first.
    /// </summary>
    public bool HeardNoHttp2 => _heardNoHttp2;

    /// <summary>Watches for a request that is about to be sent with an id of 32 characters.</summary>
    public GoAwayRegistration Register(string requestId, Action onGoAway)
    {
        var registration = new GoAwayRegistration(this, requestId, onGoAway);
        _waiting[requestId] = registration;
        return registration;
    }

    public Stream Watch(Stream connection) => new WatchedConnection(connection, this);

    /// <summary>Finds the request that these header fields belong to. They are not compressed where a value comes once only; if ever they are, a GOAWAY is not noticed, and no more.</summary>
    public GoAwayRegistration? Claim(ReadOnlySpan<byte> headerFields)
    {
        var at = headerFields.IndexOf(Mark);
        return at >= 0 && headerFields.Length >= at + Mark.Length + 32 && _waiting.TryRemove(Encoding.ASCII.GetString(headerFields.Slice(at + Mark.Length, 32)), out var found)
            ? found
            : null;
    }

    public void OnFirstFrame(bool isSettings) => _heardNoHttp2 = !isSettings;

    public void Forget(string requestId) => _waiting.TryRemove(requestId, out _);
}
