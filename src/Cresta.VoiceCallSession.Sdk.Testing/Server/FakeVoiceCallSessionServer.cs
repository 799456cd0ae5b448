using System.Security.Cryptography.X509Certificates;
using Cresta.VoiceCallSession.Sdk.Testing.Conversations;
using Cresta.VoiceCallSession.Sdk.Testing.Hosting;
using Cresta.VoiceCallSession.Sdk.Testing.Primitives;
using Cresta.VoiceCallSession.Sdk.Testing.Server;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// A VoiceCallSession service for tests: a real server on a real socket of the loopback, that checks the protocol, answers, records every
/// call, and fails as it is told. It speaks gRPC and, as a gateway would, REST on the same port. Thread-safe.
/// </summary>
/// <remarks>
/// It is made from what is publicly known of the service; what the real one does beyond that is unknown. It keeps its records until it is
/// disposed of, also over a restart.
/// </remarks>
public sealed partial class FakeVoiceCallSessionServer : IAsyncDisposable
{
    private readonly FakeVoiceCallSessionServerOptions _options;
    private readonly ServiceState _state;
    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private readonly SharedDisposal _disposal;
    private volatile KestrelHost? _host;
    private int _connections;
    private bool _disposed;

    private FakeVoiceCallSessionServer(FakeVoiceCallSessionServerOptions options)
    {
        _options = options;
        _disposal = new SharedDisposal(EndAsync);
        _state = new ServiceState(typeof(FakeVoiceCallSessionServer), options.TimeProvider, options.KeepAudio,
            options.Rest)
        { RequiredAuthorization = options.RequiredAuthorization };
        _state.Scripts.ForAll = options.Script;
        Certificate = options.UseTls ? SelfSignedCertificate.Create() : null;
        Endpoint = new Uri("http://127.0.0.1");
    }

    /// <summary>Address of the server, such as <c>http://127.0.0.1:50051</c>. A restart keeps it.</summary>
    public Uri Endpoint { get; private set; }

    /// <summary>
    /// Certificate for localhost and 127.0.0.1, for a client to trust exactly this one; null without TLS. The server owns it.
    /// </summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>
    /// Value that the <c>authorization</c> header must have from now on; null takes any request. Streams that are open go on.
    /// </summary>
    public string? RequiredAuthorization
    {
        get => _state.RequiredAuthorization;
        set => _state.RequiredAuthorization = value;
    }

    /// <summary>
    /// Whether an <c>authorization</c> header (null: none) is let in from now on, next to <see cref="RequiredAuthorization"/>; for example
    /// <see cref="FakeTokenEndpoint.Accepts"/>. Null, the default, takes any. Called once for each stream and request, from any thread;
    /// streams that are open go on.
    /// </summary>
    public Func<string?, bool>? AuthorizationCheck
    {
        get => _state.AuthorizationCheck;
        set => _state.AuthorizationCheck = value;
    }

    /// <summary>Number of TCP connections accepted in all.</summary>
    public int ConnectionCount => Volatile.Read(ref _connections);

    /// <summary>Number of TCP connections that are open.</summary>
    public int OpenConnectionCount => _host?.Connections.OpenCount ?? 0;

    /// <summary>Starts a server in clear on a free port of 127.0.0.1.</summary>
    public static Task<FakeVoiceCallSessionServer> StartAsync() => StartAsync(new FakeVoiceCallSessionServerOptions());

    /// <summary>Starts a server.</summary>
    /// <param name="options">How; they are copied.</param>
    /// <exception cref="ArgumentException">An option has no sense; the message names it.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<FakeVoiceCallSessionServer> StartAsync(FakeVoiceCallSessionServerOptions options) =>
        StartAsync(options, CancellationToken.None);

    /// <summary>Starts a server.</summary>
    /// <param name="options">How; they are copied.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ArgumentException">An option has no sense; the message names it.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="OperationCanceledException">The start was cancelled.</exception>
    public static async Task<FakeVoiceCallSessionServer> StartAsync(
        FakeVoiceCallSessionServerOptions options, CancellationToken cancellationToken)
    {
        var server = new FakeVoiceCallSessionServer(FakeVoiceCallSessionServerOptions.CopyOf(options));
        try
        {
            await server.StartHostAsync(server._options.Port, cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops listening and ends the connections. Does nothing when the server is stopped.</summary>
    /// <param name="abort">
    /// True aborts every connection at once. False sends GOAWAY, waits for the open streams to end, however long that takes, and closes
    /// their connections right then: a client that has not yet read the end of a stream that it was still sending may lose it.
    /// </param>
    /// <param name="cancellationToken">Turns the wait into an abort.</param>
    public async Task StopAsync(bool abort, CancellationToken cancellationToken = default)
    {
        await _lifecycle.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await StopHostAsync(abort, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Waits until no TCP connection is open, for example until the clients have closed theirs.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task WaitForDisconnectionAsync(CancellationToken cancellationToken = default) =>
        _host?.Connections.WaitUntilEmptyAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Listens again on the same port, after aborting what is still open. Records and scripts are kept.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ObjectDisposedException">The server was disposed of.</exception>
    /// <exception cref="IOException">Someone else took the port meanwhile.</exception>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await _lifecycle.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
            await StopHostAsync(abort: true, CancellationToken.None).ConfigureAwait(false);
            await StartHostAsync(Endpoint.Port, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>
    /// Aborts every connection and stops the server; whoever still waits for a call gets an <see cref="ObjectDisposedException"/>. Never
    /// hangs.
    /// </summary>
    public ValueTask DisposeAsync() => _disposal.RunAsync();

    private async Task EndAsync()
    {
        Volatile.Write(ref _disposed, true);

        // Before the lock, so that a stop which waits for its streams gives way.
        _host?.Abort();
        await StopAsync(abort: true, CancellationToken.None).ConfigureAwait(false);
        _state.Log.Close();
        Certificate?.Dispose();
    }

    private async Task StartHostAsync(int port, CancellationToken cancellationToken)
    {
        var host = await KestrelHost.StartAsync(
            _options, port, _state, Certificate, () => Interlocked.Increment(ref _connections), cancellationToken).ConfigureAwait(false);
        Endpoint = host.Endpoint;
        _host = host;
    }

    private async Task StopHostAsync(bool abort, CancellationToken cancellationToken)
    {
        if (_host is not { } host)
        {
            return;
        }

        await host.StopAsync(abort ? new CancellationToken(canceled: true) : cancellationToken).ConfigureAwait(false);
        await host.DisposeAsync().ConfigureAwait(false);
        _host = null;
    }
}
