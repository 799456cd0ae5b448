using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Diagnosis;

/// <summary>Whatever else speaks HTTP/2.</summary>
internal sealed class HttpSite : IAsyncDisposable
{
    private readonly WebApplication _site;

    private HttpSite(WebApplication site) => _site = site;

    public Uri Endpoint => new(_site.Urls.Single());

    public static async Task<HttpSite> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var site = builder.Build();
        site.Run(answer);
        await site.StartAsync().WaitAsync(CallRig.Watchdog);
        return new HttpSite(site);
    }

    public static bool IsGrpc(HttpContext context) => context.Request.ContentType is "application/grpc";

    /// <summary>As a gRPC server answers: with a status in the trailers.</summary>
    public static async Task AnswerGrpcAsync(HttpContext context, int status = 3, byte[]? message = null)
    {
        context.Response.ContentType = "application/grpc";
        if (message is not null)
        {
            await context.Response.Body.WriteAsync(message);
        }

        await context.Response.StartAsync();
        context.Response.AppendTrailer("grpc-status", $"{status}");
        context.Response.AppendTrailer("grpc-message", Uri.EscapeDataString("the profile is missing"));
    }

    public async ValueTask DisposeAsync()
    {
        await _site.StopAsync(new CancellationToken(canceled: true));
        await _site.DisposeAsync();
    }
}
