using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Telemetry;
using Cresta.VoiceCallSession.Sdk.Transport.Connections;
using Cresta.VoiceCallSession.Sdk.Transport.Grpc;
using Cresta.VoiceCallSession.Sdk.Transport.Http2;
using Cresta.VoiceCallSession.Sdk.Transport.Rest;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Transport;

/// <summary>
/// The seam between the engine and the wire: a <see cref="CallInvoker"/> and what it rests on. Whatever speaks for the wire, one engine,
/// one error path and one set of tests serve it. Thread-safe.
/// </summary>
internal sealed class ServiceTransport : IDisposable
{
    private const int Undecided = 0;
    private const int First = 1;
    private const int Second = 2;

    private readonly HandlerFactory _handlers;
    private readonly RenewableHandler _handler;
    private readonly GrpcChannel? _channel;
    private readonly HttpMessageInvoker? _http;
    private readonly CallInvoker _first;
    private readonly CallInvoker? _second;
    private readonly ILogger _logger;
    private readonly Redaction _redaction;
    private readonly string _endpoint;
    private readonly bool _clearText;
    private int _decision;

    private ServiceTransport(VoiceCallSessionClientOptions options, IHandlerPipeline? pipeline, Redaction redaction, EndpointProof proof)
    {
        _logger = options.CreateLogger(TransportLog.Category);
        _redaction = redaction;
        _endpoint = options.Endpoint!.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        _clearText = string.Equals(options.Endpoint.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal);
        Connections = new ConnectionWatch(proof, OnTooManyPings);
        _handlers = new HandlerFactory(options, pipeline, Connections);
        _handler = new RenewableHandler(() => _handlers.Create().Handler);
        CallInvoker? rest = null;
        if (options.Transport != VoiceCallSessionTransport.Grpc)
        {
            _http = new HttpMessageInvoker(_handler, disposeHandler: false);
            var settings = new RestSettings(
                options.Endpoint!, options.Http.MaxResponseLineBytes, options.HoldEventNaming, options.TimeProvider)
            { Proof = proof };
            rest = new RestCallInvoker(_http, settings, _logger);
        }

        if (options.Transport == VoiceCallSessionTransport.Rest)
        {
            _first = rest!;
            return;
        }

        _channel = OverGrpc(options);
        _first = _channel.CreateCallInvoker();
        _second = rest;
    }

    /// <summary>What is known of streams and their connections.</summary>
    public ConnectionWatch Connections { get; }

    /// <summary>What calls go through now.</summary>
    public CallInvoker Invoker => Volatile.Read(ref _decision) == Second ? _second! : _first;

    /// <summary>What plain HTTP goes through, or null where only gRPC is spoken.</summary>
    public HttpMessageInvoker? Http => _http;

    /// <summary>The name of the transport that is in use now.</summary>
    public string Name => IsGrpc ? nameof(VoiceCallSessionTransport.Grpc) : nameof(VoiceCallSessionTransport.Rest);

    /// <summary>The transport's <c>rpc.system.name</c>. The service's JSON over HTTP is none of the systems of the conventions.</summary>
    public string SystemName => IsGrpc ? "grpc" : "rest";

    /// <summary>Whether an intermediary may buffer whole bodies, so that nothing of a call is live. None does so with gRPC.</summary>
    public bool MayBeBuffered => !IsGrpc;

    private bool IsGrpc => Invoker is not RestCallInvoker;

    /// <summary>Which connections requests go over now; for <see cref="RenewConnections"/>.</summary>
    public int ConnectionGeneration => _handler.Generation;

    /// <param name="options">The client's options.</param>
    /// <param name="pipeline">What the application puts in front of the handlers; null for nothing.</param>
    /// <param name="redaction">Removes secrets from what is logged.</param>
    /// <param name="proof">What is known of the endpoint.</param>
    public static ServiceTransport Create(
        VoiceCallSessionClientOptions options, IHandlerPipeline? pipeline, Redaction redaction, EndpointProof proof) =>
        new(options, pipeline, redaction, proof);

    /// <summary>
    /// Whether what failed is to be tried again over the other transport, because the failure shows that the endpoint does not speak the
    /// first. Decided once: no later failure unsays an answer in gRPC.
    /// </summary>
    public bool TrySwitch(CallInvoker used, Exception failure)
    {
        if (_second is null || used != _first || GrpcSupportDetector.ReasonIn(failure, _clearText) is not { } reason)
        {
            return false;
        }

        var before = Interlocked.CompareExchange(ref _decision, Second, Undecided);
        if (before == Undecided)
        {
            TransportLog.SwitchedToRest(_logger, _endpoint, _redaction.Apply(reason));
        }

        return before != First;
    }

    /// <summary>
    /// Has what follows go over new connections, to another address of the endpoint's name if it has several, unless that has happened
    /// since that generation. Streams finish on the connections that they have.
    /// </summary>
    public void RenewConnections(int generation)
    {
        try
        {
            if (_handler.TryRenew(generation))
            {
                _handlers.Connector.Preference.AvoidConnected();
                TransportLog.ConnectionsRenewed(_logger, _endpoint);
            }
        }
#pragma warning disable CA1031 // Handlers are configured by the application's code. What it throws now leaves the connections as they are.
        catch (Exception e)
#pragma warning restore CA1031
        {
            TransportLog.ConnectionsNotRenewed(_logger, e, _endpoint);
        }
    }

    /// <summary>Handlers with connections of their own, as the transports have them.</summary>
    public HandlerChain NewHandlers() => _handlers.Create();

    /// <summary>Whether connections are made as the client makes them, not by something of the application's.</summary>
    public bool ConnectsItself(SocketsHttpHandler handler) =>
        handler.ConnectCallback is not { } connect || connect == _handlers.Connector.ConnectAsync;

    public void Dispose()
    {
        _channel?.Dispose();
        _http?.Dispose();
        _handler.Dispose();
    }

    private GrpcChannel OverGrpc(VoiceCallSessionClientOptions options)
    {
        // Disposed of with the transport: the other one may share what is below it.
#pragma warning disable CA2000
        return GrpcChannel.ForAddress(options.Endpoint!, new GrpcChannelOptions
        {
            HttpHandler = new GrpcContentTypeHandler(
                _handler, Connections, () => Interlocked.CompareExchange(ref _decision, First, Undecided)),
            DisposeHttpClient = false,

            // Retrying is the engine's: gRPC's own cannot protect a long stream.
            ServiceConfig = null,
        });
#pragma warning restore CA2000
    }

    /// <summary>A server has closed a connection for its pings: they come half as often from now on, over new connections.</summary>
    private void OnTooManyPings()
    {
        var delay = _handlers.HalvePingRate();
        var generation = _handler.Generation;

        // The application's code runs, which has no place on the connection's own read loop. Meanwhile a stream that reconnects must not
        // take a connection with the old rate.
        _handler.HoldUntil(Task.Run(() =>
        {
            TransportLog.PingsReduced(_logger, _endpoint, delay);
            RenewConnections(generation);
        }));
    }
}
