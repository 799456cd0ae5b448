using System.Net;
using Cresta.VoiceCallSession.Sdk.Testing.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cresta.VoiceCallSession.Sdk.Testing.Tokens;

/// <summary>One run of the token endpoint, from its start to its stop: Kestrel on loopback.</summary>
internal sealed class TokenHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConnectionRegistry _connections;

    private TokenHost(WebApplication application, ConnectionRegistry connections)
    {
        _application = application;
        _connections = connections;
    }

    public Uri Address => new(_application.Urls.Single());

    public static async Task<TokenHost> StartAsync(int port, TokenRequestHandler handler, CancellationToken cancellationToken)
    {
        var connections = new ConnectionRegistry(static () => { });
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, QuietHostLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(connections.Track);
        }));
        var host = new TokenHost(builder.Build(), connections);
        try
        {
            host._application.Run(handler.HandleAsync);
            await host._application.StartAsync(cancellationToken).ConfigureAwait(false);
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Aborts every connection and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        _connections.AbortAll();
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }
}
