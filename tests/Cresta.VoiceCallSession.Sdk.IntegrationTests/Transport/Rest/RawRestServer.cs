using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport.Rest;

/// <summary>A bare Kestrel that does what a test says, byte by byte: what no well-made server does.</summary>
internal sealed class RawRestServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private RawRestServer(WebApplication application)
    {
        _application = application;
        Endpoint = new Uri(application.Urls.Single());
    }

    public Uri Endpoint { get; }

    public static async Task<RawRestServer> StartAsync(RequestDelegate handle, HttpProtocols protocols = HttpProtocols.Http2)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // Kestrel keeps count of streams that it ended before the client had, and turns a client away that has too many of them.
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols);
        });
        var application = builder.Build();
        application.Run(handle);
        await application.StartAsync().WaitAsync(CallRig.Watchdog);
        return new RawRestServer(application);
    }

    /// <summary>Reads the request line by line and answers each that has an id, until the client has ended.</summary>
    public static async Task AnswerAllAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        while (await reader.ReadLineAsync(context.RequestAborted) is { } line)
        {
            await AnswerAsync(context, IdOf(line));
        }
    }

    /// <summary>Answers the configuration and waits for the next message: the call is open then, and under way.</summary>
    public static async Task BeginAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
        await AnswerAsync(context, IdOf((await reader.ReadLineAsync(context.RequestAborted))!));
        await reader.ReadLineAsync(context.RequestAborted);
    }

    public static Task AnswerAsync(HttpContext context, string id) =>
        WriteAsync(context, $"{{\"result\":{{\"sequenceId\":\"{id}\",\"sessionStatus\":{{}}}}}}\n");

    public static async Task WriteAsync(HttpContext context, string text)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public static string IdOf(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("sequenceId").GetString()!;
    }

    public static VoiceCallSessionClient Connect(Uri endpoint, Action<VoiceCallSessionClientOptions>? configure = null,
        VoiceCallSessionTransport transport = VoiceCallSessionTransport.Rest)
    {
        var options = new VoiceCallSessionClientOptions { Endpoint = endpoint, Transport = transport };
        options.Retry.MaxRetryAttempts = 0;
        options.Reconnect.Enabled = false;

        // However slow the machine, a refusal is to be found by the opening.
        options.OpenConfirmationTimeout = CallRig.Watchdog;
        configure?.Invoke(options);
        return new VoiceCallSessionClient(options);
    }

    public VoiceCallSessionClient Connect(
        Action<VoiceCallSessionClientOptions>? configure = null, VoiceCallSessionTransport transport = VoiceCallSessionTransport.Rest) =>
        Connect(Endpoint, configure, transport);

    public static Task<CallSession> OpenAsync(VoiceCallSessionClient client) =>
        client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
