using System.Net;
using System.Net.Sockets;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests;

/// <summary>The network of a client. It can stall: what is written then has not left the process.</summary>
internal sealed class StallableNetwork
{
    private readonly List<StallableConnection> _connections = [];
    private TaskCompletionSource _flows = Flowing();
    private TaskCompletionSource _blocked = New();

    /// <summary>Completes while the network lets bytes pass.</summary>
    public Task Flows
    {
        get
        {
            var flows = Volatile.Read(ref _flows).Task;
            if (!flows.IsCompleted)
            {
                _blocked.TrySetResult();
            }

            return flows;
        }
    }

    /// <summary>Completes when a write meets the network that has stalled.</summary>
    public Task Blocked => _blocked.Task;

    public void AttachTo(VoiceCallSessionClientOptions options) =>
        options.Http.ConfigureHandler = handler => handler.ConnectCallback = async (context, cancellationToken) =>
            await ConnectAsync(context.DnsEndPoint, cancellationToken);

    /// <summary>Holds up what is written to the connections that there are. Later ones are not affected.</summary>
    public void Stall()
    {
        _blocked = New();
        Volatile.Write(ref _flows, New());
    }

    public void Resume() => Volatile.Read(ref _flows).TrySetResult();

    /// <summary>Breaks the connections that there are.</summary>
    public void Break()
    {
        lock (_connections)
        {
            _connections.ForEach(connection => connection.Dispose());
        }
    }

    private async Task<Stream> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endPoint, cancellationToken);
        var stream = new NetworkStream(socket, ownsSocket: true);
        lock (_connections)
        {
            if (_connections.Count > 0)
            {
                return stream;
            }

            _connections.Add(new StallableConnection(stream, this));
            return _connections[0];
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource Flowing()
    {
        var source = New();
        source.SetResult();
        return source;
    }
}
