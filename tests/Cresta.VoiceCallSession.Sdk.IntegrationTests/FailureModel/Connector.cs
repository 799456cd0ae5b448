using System.Net.Sockets;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Makes a client's connections, and lets a test have its say before each.</summary>
internal sealed class Connector(Uri target)
{
    private int _attempts;

    /// <summary>How often the client has tried to connect.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>Called before each attempt with its number, from 1; what it throws is how the attempt fails.</summary>
    public Func<int, CancellationToken, Task> Before { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>Where the attempts lead, by number.</summary>
    public Func<int, Uri> Target { get; set; } = _ => target;

    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _attempts);
        await Before(number, cancellationToken);
        var address = Target(number);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
