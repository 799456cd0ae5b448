using System.Net;
using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.Testing.Faults;
using Cresta.VoiceCallSession.Sdk.Testing.Primitives;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// A network that fails as it is told: a TCP proxy on loopback in front of a server, usually a <see cref="FakeVoiceCallSessionServer"/>. It
/// passes bytes on, TLS as it is, spoils them by <see cref="Toxic"/>s, cuts connections and refuses them. Thread-safe.
/// </summary>
/// <remarks>
/// All chance comes from the seed, for each connection by its number and for each direction, so that a run can be repeated as far as the
/// timing of the system allows.
/// </remarks>
public sealed partial class FaultProxy : IAsyncDisposable
{
    private readonly FaultProxyOptions _options;
    private readonly Uri _upstream;
    private readonly ProxyClock _clock;
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _tasks = [];
    private readonly CancellationTokenSource _disposal = new();
    private readonly SharedDisposal _end;
    private Socket _socket;
    private bool _listens;
    private bool _disposed;

    private FaultProxy(FaultProxyOptions options)
    {
        _options = options;
        _end = new SharedDisposal(EndAsync);
        _upstream = options.Upstream!;
        _clock = new ProxyClock(options.TimeProvider);
        _connections = new ProxyConnections(_gate, options.Seed);
        _socket = Bind(port: 0);
        Endpoint = new Uri($"{_upstream.Scheme}://{IPAddress.Loopback}:{((IPEndPoint)_socket.LocalEndPoint!).Port}");
    }

    /// <summary>
    /// Address of the proxy, for the client: the scheme of the server's, 127.0.0.1 and a free port. It stays the same while connections are
    /// refused.
    /// </summary>
    public Uri Endpoint { get; }

    /// <summary>Where all chance comes from.</summary>
    public int Seed => _options.Seed;

    /// <summary>Whether connections are accepted; otherwise they are refused.</summary>
    public bool AcceptsConnections
    {
        get
        {
            lock (_gate)
            {
                return _listens;
            }
        }
    }

    /// <summary>Starts a proxy without faults.</summary>
    /// <param name="upstream">
    /// Where it connects to, such as <see cref="FakeVoiceCallSessionServer.Endpoint"/>; it need not be reachable yet.
    /// </param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ArgumentException"><paramref name="upstream"/> is not absolute or names no host or port.</exception>
    public static Task<FaultProxy> StartAsync(Uri upstream, CancellationToken cancellationToken = default) =>
        StartAsync(new FaultProxyOptions { Upstream = upstream }, cancellationToken);

    /// <summary>Starts a proxy.</summary>
    /// <param name="options">How; they are copied.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ArgumentException">An option has no sense; the message names it.</exception>
    public static Task<FaultProxy> StartAsync(FaultProxyOptions options, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var proxy = new FaultProxy(FaultProxyOptions.CopyOf(options));
        if (proxy._options.AcceptsConnections)
        {
            proxy.AcceptConnections();
        }

        return Task.FromResult(proxy);
    }

    /// <summary>
    /// Closes the listening socket: connecting is refused from now on. What is open goes on. Does nothing while connections are refused.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The proxy was disposed of.</exception>
    public void RefuseConnections()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_listens)
            {
                _listens = false;
                _socket.Dispose();

                // Bound again at once, though not listening, so that nobody takes the port meanwhile.
                _socket = Bind(Endpoint.Port);
            }
        }
    }

    /// <summary>Listens again, on the same port. Does nothing while connections are accepted.</summary>
    /// <exception cref="ObjectDisposedException">The proxy was disposed of.</exception>
    public void AcceptConnections()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_listens)
            {
                _socket.Listen();
                _listens = true;
                var socket = _socket;
                Track(() => AcceptAllAsync(socket));
            }
        }
    }

    /// <summary>What it stands between and its seed.</summary>
    public override string ToString() => $"{Endpoint.Authority} to {_upstream.Authority}, seed {Seed}";

    /// <summary>
    /// Stops listening, resets every connection and waits until nothing of it runs any more. Whoever still waits gets an
    /// <see cref="ObjectDisposedException"/>.
    /// </summary>
    public ValueTask DisposeAsync() => _end.RunAsync();

    private async Task EndAsync()
    {
        Task[] tasks;
        lock (_gate)
        {
            _disposed = true;
            _listens = false;
            _socket.Dispose();
            tasks = [.. _tasks];
        }

        await _disposal.CancelAsync().ConfigureAwait(false);
        CutAll();
        await Task.WhenAll(tasks).ConfigureAwait(false);
        _connections.Accepted.Close();
        _connections.Closed.Close();
        ToServer.Close();
        ToClient.Close();
        _disposal.Dispose();
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (!OperatingSystem.IsWindows())
        {
            // Connections that are open, or were, have the port too. Windows takes no offence at them, and means something else by this.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
        }

        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    // Called with the lock, which the end of the task needs too: it is in the set before it is taken out. A task that fails stays there,
    // and disposal tells.
    private void Track(Func<Task> run)
    {
        Task task = null!;
        task = Task.Run(async () =>
        {
            await run().ConfigureAwait(false);
            lock (_gate)
            {
                _tasks.Remove(task);
            }
        });
        _tasks.Add(task);
    }
}
