using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>The connections below a client. Mutable while being configured; a client copies it when it is made.</summary>
public sealed class HttpConnectionOptions
{
    /// <summary>The longest that a connection may take to be made: DNS, TCP and TLS.</summary>
    /// <value>More than 0, at most 1 day; 5 s by default.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a connection takes new streams and requests. Then they go over a new one, for which the name is resolved again, so that
    /// calls follow it when it moves. Streams that are open finish on their connection.
    /// </summary>
    /// <value>1 s to 1 day; 3 minutes by default.</value>
    public TimeSpan PooledConnectionLifetime { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// How long a connection may be silent before it is tested with an HTTP/2 ping, so that one which died without a word is found out and
    /// middleboxes keep it open. Less than a minute may displease strict servers.
    /// </summary>
    /// <value>1 s to 1 day; 30 s by default.</value>
    public TimeSpan KeepAlivePingDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the answer to a ping may take before the connection is given up.</summary>
    /// <value>1 s to 1 day; 10 s by default.</value>
    public TimeSpan KeepAlivePingTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The largest piece of an answer that is taken over REST, in bytes: one line of a stream, or the whole answer to a single request.
    /// More ends the attempt with RESOURCE_EXHAUSTED, which is not retried. gRPC has a limit of its own, 4 MiB.
    /// </summary>
    /// <value>1 KiB to 1 GiB; 1 MiB (1,048,576) by default.</value>
    public int MaxResponseLineBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Configures the handler that the client makes: proxy, client certificate, trusted issuers. Called when the client is made, each time
    /// that it renews its connections because an endpoint refused or did not answer, and once for each
    /// <see cref="VoiceCallSessionClient.DiagnoseAsync(CancellationToken)"/>: configure each handler alike, from any thread. Plain http to
    /// this machine uses no proxy.
    /// </summary>
    /// <value>Null by default.</value>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; set; }

    /// <summary>Resolves names in place of DNS; for tests.</summary>
    internal Func<string, CancellationToken, Task<System.Net.IPAddress[]>>? Resolver { get; set; }

    internal HttpConnectionOptions Copy() => (HttpConnectionOptions)MemberwiseClone();

    internal IEnumerable<string> Validate()
    {
        var faults = DurationRules.PositiveFaults(("Http.ConnectTimeout", ConnectTimeout)).Concat(DurationRules.IntervalFaults(
            ("Http.PooledConnectionLifetime", PooledConnectionLifetime),
                ("Http.KeepAlivePingDelay", KeepAlivePingDelay), ("Http.KeepAlivePingTimeout", KeepAlivePingTimeout)));
        foreach (var fault in faults)
        {
            yield return fault;
        }

        if (MaxResponseLineBytes is < 1024 or > 1024 * 1024 * 1024)
        {
            yield return $"Http.MaxResponseLineBytes is {MaxResponseLineBytes}; give 1 KiB to 1 GiB.";
        }
    }
}
