using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Wire;

/// <summary>Takes whatever gRPC sends, keeps the messages' bytes, and answers OK. It knows nothing of the service.</summary>
internal sealed class GrpcRecorder : IAsyncDisposable
{
    private readonly TaskCompletionSource<(string Path, List<byte[]> Messages)> _request = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;

    private GrpcRecorder(WebApplication app) => _app = app;

    public Uri Endpoint => new(_app.Urls.Single());

    public Task<(string Path, List<byte[]> Messages)> Request => _request.Task;

    public static async Task<GrpcRecorder> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var recorder = new GrpcRecorder(builder.Build());
        recorder._app.Run(recorder.TakeAsync);
        await recorder._app.StartAsync();
        return recorder;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.StartAsync();
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.AppendTrailer("grpc-status", "0");
        _request.TrySetResult((context.Request.Path, Split(body.ToArray())));
    }

    /// <summary>gRPC's framing: a byte that says whether it is compressed, four bytes of length, the message.</summary>
    private static List<byte[]> Split(byte[] body)
    {
        var messages = new List<byte[]>();
        for (var at = 0; at < body.Length;)
        {
            Assert.Equal(0, body[at]);
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(at + 1));
            messages.Add(body[(at + 5)..(at + 5 + length)]);
            at += 5 + length;
        }

        return messages;
    }
}
