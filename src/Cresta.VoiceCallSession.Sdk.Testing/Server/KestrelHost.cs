using System.Net;
using System.Security.Cryptography.X509Certificates;
using Cresta.VoiceCallSession.Sdk.Testing.Conversations;
using Cresta.VoiceCallSession.Sdk.Testing.GrpcFrontEnd;
using Cresta.VoiceCallSession.Sdk.Testing.Hosting;
using Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cresta.VoiceCallSession.Sdk.Testing.Server;

/// <summary>One run of the server, from its start to its stop: Kestrel on loopback and the front ends on it.</summary>
internal sealed class KestrelHost : IAsyncDisposable
{
    private const string GrpcContentType = "application/grpc";

    // Not infinite: Kestrel adds it to its clock, which overflows, and closes idle connections at once.
    private static readonly TimeSpan LongEnough = TimeSpan.FromDays(30);

    // By the real clock: a handler that hears no abort is nothing that a test should wait for.
    private static readonly TimeSpan TimeAfterAbort = TimeSpan.FromSeconds(5);

    private readonly WebApplication _application;
    private readonly ConnectionRegistry _connections;

    private KestrelHost(WebApplication application, ConnectionRegistry connections)
    {
        _application = application;
        _connections = connections;
    }

    public Uri Endpoint =>
        new(_application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>()
        .Addresses.Single(IsSocket));

    public ConnectionRegistry Connections => _connections;

    public static async Task<KestrelHost> StartAsync(
        FakeVoiceCallSessionServerOptions options, int port, ServiceState state, X509Certificate2? certificate, Action accepted,
        CancellationToken cancellationToken)
    {
        var connections = new ConnectionRegistry(accepted);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options, port, certificate, connections));
        AddServices(builder.Services, options, state);

        var host = new KestrelHost(builder.Build(), connections);
        try
        {
            Map(host._application, options);
            await host._application.StartAsync(cancellationToken).ConfigureAwait(false);
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Takes no more connections and waits for the streams to end, or aborts them as soon as the token is cancelled. What does not end even
    /// then is left behind.
    /// </summary>
    public async Task StopAsync(CancellationToken abort)
    {
        using var giveUp = new CancellationTokenSource();
        var timer = TimeProvider.System.CreateTimer(
            static source => ((CancellationTokenSource)source!).Cancel(), giveUp, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using (timer.ConfigureAwait(false))
        {
            var registration = abort.Register(() =>
            {
                Abort();
                timer.Change(TimeAfterAbort, Timeout.InfiniteTimeSpan);
            });
            await using (registration.ConfigureAwait(false))
            {
                await _application.StopAsync(giveUp.Token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Aborts every connection, so that nothing waits for a client.</summary>
    public void Abort() => _connections.AbortAll();

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void Configure(
        KestrelServerOptions kestrel, FakeVoiceCallSessionServerOptions options, int port, X509Certificate2? certificate,
            ConnectionRegistry connections)
    {
        // A stream may be silent or slow for as long as a test likes: no limit that goes by the real clock.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.KeepAliveTimeout = LongEnough;
        kestrel.Limits.Http2.MaxStreamsPerConnection = options.MaxStreamsPerConnection;
        if (options.InitialWindowBytes is { } window)
        {
            kestrel.Limits.Http2.InitialStreamWindowSize = window;
            kestrel.Limits.Http2.InitialConnectionWindowSize = window;
        }

        var http1 = new Http1Branch();
        http1.AddTo(kestrel);
        kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Use(connections.Track);
            if (certificate is not null)
            {
                listen.Protocols = options.Http1Only ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificate);
            }
            else if (options.Http1Only)
            {
                listen.Protocols = HttpProtocols.Http1;
            }
            else
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.Use(http1.Branch);
            }
        });
    }

    // The other endpoint is the one that HTTP/1.1 branches off to.
    private static bool IsSocket(string address) => address.Contains(IPAddress.Loopback.ToString(), StringComparison.Ordinal);

    private static void AddServices(IServiceCollection services, FakeVoiceCallSessionServerOptions options, ServiceState state)
    {
        services.AddSingleton<IHostLifetime, QuietHostLifetime>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        if (options.LoggerFactory is not null)
        {
            services.AddSingleton(options.LoggerFactory);
        }

        services.AddSingleton<IConnectionListenerFactory, UnconnectedListenerFactory>();
        services.AddSingleton(state);
        services.AddSingleton(new ConversationHost(state));
        services.AddSingleton(new UnaryConversation(state));
        services.AddSingleton<RestStreams>();
        services.AddSingleton<RestUnary>();
        services.AddSingleton<RestGateway>();
        services.AddSingleton<VoiceCallSessionGrpcService>();
        services.AddGrpc(grpc =>
        {
            grpc.EnableDetailedErrors = true;
            grpc.MaxReceiveMessageSize = null;
        });
    }

    private static void Map(WebApplication application, FakeVoiceCallSessionServerOptions options)
    {
        // What is not gRPC's is the gateway's, also what neither knows.
        var gateway = application.Services.GetRequiredService<RestGateway>();
        application.Use((context, next) => options.ServesGrpc && IsGrpc(context.Request) ? next(context) : gateway.HandleAsync(context));
        if (options.ServiceName is { } serviceName)
        {
            var rename = new ServiceNameOverride(serviceName);
            application.Use((context, next) =>
            {
                rename.Rewrite(context.Request);
                return next(context);
            });
        }

        // Said here, because otherwise routing comes first and sees the path as it was.
        application.UseRouting();
        application.MapGrpcService<VoiceCallSessionGrpcService>();
    }

    private static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith(GrpcContentType, StringComparison.OrdinalIgnoreCase) == true;
}
