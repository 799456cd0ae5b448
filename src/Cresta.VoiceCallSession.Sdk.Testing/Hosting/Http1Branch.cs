using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing.Hosting;

/// <summary>
/// Lets one port in clear speak HTTP/2 and HTTP/1.1. Kestrel asks TLS which of the two a client wants; without TLS the client's first bytes
/// tell.
/// </summary>
internal sealed class Http1Branch
{
    private const string Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private ConnectionDelegate? _http1;

    /// <summary>Has Kestrel make what serves HTTP/1.1, on an endpoint that nobody can connect to.</summary>
    public void AddTo(KestrelServerOptions kestrel) => kestrel.Listen(new UnconnectedEndPoint(), listen =>
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => _http1 = next);
    });

    /// <summary>The connection middleware of an endpoint that serves HTTP/2.</summary>
    public ConnectionDelegate Branch(ConnectionDelegate next) => async connection =>
    {
        var isHttp2 = await SpeaksHttp2Async(connection).ConfigureAwait(false);
        await (isHttp2 switch
        {
            true => next(connection),
            false => _http1!(connection),
            null => Task.CompletedTask,
        }).ConfigureAwait(false);
    };

    /// <returns>Null when the connection ends before it says anything.</returns>
    private static async Task<bool?> SpeaksHttp2Async(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            ?? CancellationToken.None;
        var registration = closing.Register(input.CancelPendingRead);
        await using (registration.ConfigureAwait(false))
        {
            while (true)
            {
                var result = await input.ReadAsync(connection.ConnectionClosed).ConfigureAwait(false);
                var seen = IsPreface(result.Buffer);
                var decided = seen is not null || result.IsCompleted || result.IsCanceled;
                input.AdvanceTo(result.Buffer.Start, decided ? result.Buffer.Start : result.Buffer.End);
                if (decided)
                {
                    return seen;
                }
            }
        }
    }

    /// <returns>Null while it can still become either.</returns>
    private static bool? IsPreface(ReadOnlySequence<byte> bytes)
    {
        Span<byte> start = stackalloc byte[(int)Math.Min(bytes.Length, Preface.Length)];
        bytes.Slice(0, start.Length).CopyTo(start);
        for (var i = 0; i < start.Length; i++)
        {
            if (start[i] != Preface[i])
            {
                return false;
            }
        }

        return start.Length == Preface.Length ? true : null;
    }
}
