using Cresta.VoiceCallSession.Sdk.Http;
using Cresta.VoiceCallSession.Sdk.Transport.Http2;

namespace Cresta.VoiceCallSession.Sdk.Transport.Connections;

/// <summary>
/// Makes the HTTP handlers of a client: connections of their own, watched, behind what the application puts in front of them. Thread-safe.
/// </summary>
internal sealed class HandlerFactory(VoiceCallSessionClientOptions options, IHandlerPipeline? pipeline, ConnectionWatch connections)
{
    // Without a limit a server that refuses any ping would have the delay overflow.
    private static readonly TimeSpan LongestPingDelay = TimeSpan.FromHours(1);

    private readonly ClientCertificateRequests _certificates = new();
    private long _pingDelayTicks = options.Http.KeepAlivePingDelay.Ticks;

    /// <summary>Makes the TCP connections.</summary>
    public SocketConnector Connector { get; } = new(options.Http.Resolver, options.TimeProvider);

    public HandlerChain Create()
    {
        var primary = CreatePrimary();
        var chain = pipeline?.Over(primary) ?? new HandlerChain(primary, primary);

        // The pipeline may have configured it.
        _certificates.Observe(primary.SslOptions);
        return chain with { Handler = new Http2ErrorNormalizer(chain.Handler, connections) };
    }

    /// <summary>Pings come half as often on connections that are made from now on.</summary>
    /// <returns>The new delay.</returns>
    public TimeSpan HalvePingRate()
    {
        var longest = Math.Max(LongestPingDelay.Ticks, options.Http.KeepAlivePingDelay.Ticks);
        var doubled = Math.Min(longest, Interlocked.Read(ref _pingDelayTicks) * 2);
        Interlocked.Exchange(ref _pingDelayTicks, doubled);
        return TimeSpan.FromTicks(doubled);
    }

    private SocketsHttpHandler CreatePrimary()
    {
        var http = options.Http;
        var handler = new SocketsHttpHandler
        {
            // A server takes some 100 streams a connection; the next call opens another connection instead of waiting.
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = http.ConnectTimeout,
            KeepAlivePingDelay = TimeSpan.FromTicks(Interlocked.Read(ref _pingDelayTicks)),
            KeepAlivePingTimeout = http.KeepAlivePingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),

            // So that DNS is asked again. Streams finish on the connections that they have.
            PooledConnectionLifetime = http.PooledConnectionLifetime,

            // A credential in clear text stays on this machine.
            UseProxy = !LoopbackAddress.IsClearText(options.Endpoint!),

            // A redirect could carry the credential to another host.
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        try
        {
            http.ConfigureHandler?.Invoke(handler);
        }
        catch
        {
            handler.Dispose();
            throw;
        }

        // With a callback gRPC leaves connecting alone, which it would do past proxies and with a back-off of its own.
        handler.ConnectCallback ??= Connector.ConnectAsync;
        var filter = handler.PlaintextStreamFilter;
        handler.PlaintextStreamFilter = async (context, cancellationToken) => connections.Watch(
            filter is null ? context.PlaintextStream : await filter(context, cancellationToken).ConfigureAwait(false),
            isCertificateMissing: _certificates.IsUnmet(context.PlaintextStream));
        return handler;
    }
}
