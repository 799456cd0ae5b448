using System.Net;
using System.Net.Sockets;

namespace Cresta.VoiceCallSession.Sdk.Transport.Connections;

/// <summary>
/// Makes TCP connections as RFC 8305 says: the addresses of a name are tried at a stagger, until one answers, so that an address that
/// swallows packets costs 250 ms and not the whole time-out. The address that answered last is tried first. Thread-safe.
/// </summary>
internal sealed class SocketConnector(Func<string, CancellationToken, Task<IPAddress[]>>? resolve, TimeProvider timeProvider)
{
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(250);

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>Which addresses come first.</summary>
    public AddressPreference Preference { get; } = new();

    /// <summary>Connects for an HTTP handler, whose own time-out cancels the token.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        IReadOnlyList<IPAddress> addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : Preference.Order(host, await _resolve(host, cancellationToken).ConfigureAwait(false));
        if (addresses.Count == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        var socket = await RaceAsync(addresses, port, cancellationToken).ConfigureAwait(false);
        Preference.OnConnected(host, ((IPEndPoint)socket.RemoteEndPoint!).Address);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>The first connection that comes about. Throws the first failure if none does.</summary>
    private async Task<Socket> RaceAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attempts = new List<Task<Socket>>();
        Exception? failure = null;
        try
        {
            for (var next = 0; ;)
            {
                if (next < addresses.Count)
                {
                    attempts.Add(ConnectAsync(addresses[next++], port, race.Token));
                }

                // A failure starts the next address at once, silence after the stagger.
                var stagger = next < addresses.Count
                    ? Task.Delay(Stagger, timeProvider, race.Token) : Task.Delay(Timeout.InfiniteTimeSpan, timeProvider, race.Token);
                var first = await Task.WhenAny([.. attempts, stagger]).ConfigureAwait(false);
                if (first is not Task<Socket> attempt)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    continue;
                }

                attempts.Remove(attempt);
                if (attempt.IsCompletedSuccessfully)
                {
                    return await attempt.ConfigureAwait(false);
                }

                cancellationToken.ThrowIfCancellationRequested();
                failure ??= attempt.Exception?.InnerException ?? new SocketException((int)SocketError.OperationAborted);
                if (attempts.Count == 0 && next == addresses.Count)
                {
                    throw failure;
                }
            }
        }
        finally
        {
            await race.CancelAsync().ConfigureAwait(false);
            foreach (var late in attempts)
            {
                _ = late.ContinueWith(
                    static t => Discard(t), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Closes a connection that came about too late, and observes one that did not.</summary>
    private static void Discard(Task<Socket> attempt)
    {
        if (attempt.IsCompletedSuccessfully)
        {
            attempt.Result.Dispose();
        }
        else
        {
            _ = attempt.Exception;
        }
    }
}
