using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Transport.Http2;
using Cresta.VoiceCallSession.Sdk.Transport.Rest;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Transport;

/// <summary>
/// The seam between the engine and the wire: a <see cref="CallInvoker"/> and what it rests on. Whatever speaks for the wire,
/// one engine, one error path and one set of tests serve it. Thread-safe.
/// </summary>
internal sealed class ServiceTransport : IDisposable
{
    private const int Undecided = 0;
    private const int First = 1;
    private const int Second = 2;

    private static readonly Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> Connect = ConnectAsync;

    private readonly GrpcChannel? _channel;
    private readonly HttpMessageInvoker? _http;
    private readonly CallInvoker _first;
    private readonly CallInvoker? _second;
    private readonly ILogger _logger;
    private readonly string _endpoint;
    private readonly bool _clearText;
    private int _decision;

    private ServiceTransport(VoiceCallSessionClientOptions options, IHandlerPipeline? pipeline)
    {
        _logger = options.CreateLogger(TransportLog.Category);
        _endpoint = options.Endpoint!.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        _clearText = string.Equals(options.Endpoint.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal);
        CallInvoker? rest = null;
        if (options.Transport != VoiceCallSessionTransport.Grpc)
        {
            _http = new HttpMessageInvoker(NewHandlers(options.Http, pipeline));
            var settings = new RestSettings(
                options.Endpoint!, options.Http.MaxResponseLineBytes, options.HoldEventNaming, options.TimeProvider);
            rest = new RestCallInvoker(_http, settings, _logger);
        }

        if (options.Transport == VoiceCallSessionTransport.Rest)
        {
            _first = rest!;
            return;
        }

        _channel = OverGrpc(options, pipeline);
        _first = _channel.CreateCallInvoker();
        _second = rest;
    }

    /// <summary>What is known of streams and their connections.</summary>
    public ConnectionWatch Connections { get; } = new();

    /// <summary>What calls go through now.</summary>
    public CallInvoker Invoker => Volatile.Read(ref _decision) == Second ? _second! : _first;

    /// <summary>What plain HTTP goes through, or null where only gRPC is spoken.</summary>
    public HttpMessageInvoker? Http => _http;

    /// <summary>The name of the transport that is in use now.</summary>
    public string Name => SpeaksGrpc ? nameof(VoiceCallSessionTransport.Grpc) : nameof(VoiceCallSessionTransport.Rest);

    public bool SpeaksGrpc => Invoker is not RestCallInvoker;

    /// <param name="options">The client's options.</param>
    /// <param name="pipeline">What the application puts in front of the handlers; null for nothing.</param>
    public static ServiceTransport Create(VoiceCallSessionClientOptions options, IHandlerPipeline? pipeline) => new(options, pipeline);

    /// <summary>
    /// Whether what failed is to be tried again over the other transport, because the failure shows that the endpoint does not speak the first. Decided once: no
    /// later failure unsays an answer in gRPC.
    /// </summary>
    public bool TrySwitch(CallInvoker used, Exception failure)
    {
        if (_second is null || used != _first || GrpcAbsence.ReasonIn(failure, _clearText) is not { } reason)
        {
            return false;
        }

        var before = Interlocked.CompareExchange(ref _decision, Second, Undecided);
        if (before == Undecided)
        {
            TransportLog.SwitchedToRest(_logger, _endpoint, reason);
        }

        return before != First;
    }

    /// <summary>Whether connections are made as HttpClient makes them, not by something of the application's.</summary>
    public static bool ConnectsItself(SocketsHttpHandler handler) => handler.ConnectCallback is not { } connect || connect == Connect;

    /// <summary>Handlers with connections of their own, as the transports have them.</summary>
    public HttpMessageHandler NewHandlers(HttpConnectionOptions options, IHandlerPipeline? pipeline)
    {
        var primary = CreateHandler(options);
        return new Http2Hearing(pipeline is null ? primary : pipeline.Over(primary), Connections);
    }

    public void Dispose()
    {
        _channel?.Dispose();
        _http?.Dispose();
    }

    private GrpcChannel OverGrpc(VoiceCallSessionClientOptions options, IHandlerPipeline? pipeline)
    {
        // The channel owns the handler from here on, and changes how it connects, so that no other transport could share it.
#pragma warning disable CA2000
        return GrpcChannel.ForAddress(options.Endpoint!, new GrpcChannelOptions
        {
            HttpHandler = new GrpcAnswerCheck(NewHandlers(options.Http, pipeline), Connections, () => Interlocked.CompareExchange(ref _decision, First, Undecided)),
            DisposeHttpClient = true,

            // Retrying is the engine's: gRPC's own cannot protect a long stream.
            ServiceConfig = null,
        });
#pragma warning restore CA2000
    }

    private SocketsHttpHandler CreateHandler(HttpConnectionOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // A server takes some 100 streams a connection; the next call opens another connection instead of waiting.
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = options.ConnectTimeout,
            KeepAlivePingDelay = options.KeepAlivePingDelay,
            KeepAlivePingTimeout = options.KeepAlivePingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),

            // A redirect could carry the credential to another host.
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        options.ConfigureHandler?.Invoke(handler);

        // As HttpClient itself connects; but with a callback of somebody's gRPC leaves connecting alone, which it would do past proxies and with a back-off of its own.
        handler.ConnectCallback ??= Connect;
        var filter = handler.PlaintextStreamFilter;
        handler.PlaintextStreamFilter = async (context, cancellationToken) =>
            Connections.Watch(filter is null ? context.PlaintextStream : await filter(context, cancellationToken).ConfigureAwait(false));
        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
