using Grpc.Core;
using Grpc.Net.Client;

namespace Cresta.VoiceCallSession.Sdk.Transport;

/// <summary>
/// The seam between the engine and the wire: a <see cref="CallInvoker"/> and what it rests on. Whatever speaks for the wire,
/// one engine, one error path and one set of tests serve it.
/// </summary>
internal sealed class ServiceTransport : IDisposable
{
    private readonly IDisposable _connections;

    private ServiceTransport(CallInvoker invoker, IDisposable connections)
    {
        Invoker = invoker;
        _connections = connections;
    }

    public CallInvoker Invoker { get; }

    public static ServiceTransport Create(VoiceCallSessionClientOptions options) => options.Transport switch
    {
        VoiceCallSessionTransport.Grpc => OverGrpc(options),
        _ => throw new ArgumentException($"There is no transport {(int)options.Transport}.", nameof(options)),
    };

    public void Dispose() => _connections.Dispose();

    private static ServiceTransport OverGrpc(VoiceCallSessionClientOptions options)
    {
        // The channel owns the handler from here on.
#pragma warning disable CA2000
        var channel = GrpcChannel.ForAddress(options.Endpoint!, new GrpcChannelOptions
        {
            HttpHandler = new GrpcAnswerCheck(CreateHandler(options.Http)),
            DisposeHttpClient = true,

            // Retrying is the engine's: gRPC's own cannot protect a long stream.
            ServiceConfig = null,
        });
#pragma warning restore CA2000
        return new ServiceTransport(channel.CreateCallInvoker(), channel);
    }

    private static SocketsHttpHandler CreateHandler(HttpConnectionOptions options)
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
        return handler;
    }
}
