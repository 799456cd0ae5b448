using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Cresta.VoiceCallSession.Sdk.Testing.Hosting;
using Cresta.VoiceCallSession.Sdk.Testing.Http2;
using Cresta.VoiceCallSession.Sdk.Testing.Primitives;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// An HTTP/2 server for tests that sends any frame that a plan asks for: it does to streams and connections what proxies and load balancers
/// do, and what the web server under <see cref="FakeVoiceCallSessionServer"/> cannot do. It reads the service's messages over gRPC and REST
/// and answers them with their sequence ids; it does not check the service's protocol. Thread-safe.
/// </summary>
/// <remarks>
/// It listens on 127.0.0.1 and speaks HTTP/2 only. Streams of one connection do not wait for each other. Violations of the protocol by a
/// client are recorded, see <see cref="ProtocolErrors"/>.
/// </remarks>
public sealed class RawHttp2Server : IAsyncDisposable
{
    private readonly RawServerState _state;
    private readonly RawListener _listener;
    private readonly SharedDisposal _disposal;

    private RawHttp2Server(RawHttp2ServerOptions options)
    {
        _disposal = new SharedDisposal(EndAsync);
        _state = new RawServerState(options);
        Certificate = options.UseTls ? SelfSignedCertificate.Create() : null;
        try
        {
            _listener = new RawListener(_state, options.Port, Certificate);
        }
        catch (SocketException exception)
        {
            Certificate?.Dispose();
            throw new IOException($"Port {options.Port} of 127.0.0.1 cannot be listened on: {exception.Message}", exception);
        }

        Endpoint = new Uri($"{(options.UseTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp)}://127.0.0.1:{_listener.Port}");
    }

    /// <summary>Address of the server, such as <c>http://127.0.0.1:50051</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>
    /// Certificate for localhost and 127.0.0.1, for a client to trust exactly this one; null without TLS. The server owns it.
    /// </summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>
    /// Every stream so far, in the order in which they came. Those that were ignored or refused for a limit are not among them.
    /// </summary>
    public IReadOnlyList<RawHttp2Stream> Streams => _state.Streams.ToList();

    /// <summary>Every connection so far, in the order in which they came.</summary>
    public IReadOnlyList<RawHttp2Connection> Connections => _state.Connections.ToList();

    /// <summary>What clients did wrong so far, in order; and plans that asked for what was no longer possible.</summary>
    public IReadOnlyList<Http2ProtocolError> ProtocolErrors => _state.Errors.ToList();

    /// <summary>Starts a server in clear on a free port of 127.0.0.1.</summary>
    public static Task<RawHttp2Server> StartAsync() => StartAsync(new RawHttp2ServerOptions());

    /// <summary>Starts a server.</summary>
    /// <param name="options">How; they are copied.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ArgumentException">An option cannot be used; the message names it.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="OperationCanceledException">The start was cancelled.</exception>
    public static Task<RawHttp2Server> StartAsync(RawHttp2ServerOptions options, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new RawHttp2Server(RawHttp2ServerOptions.CopyOf(options)));
    }

    /// <summary>
    /// Sets the plans of the streams from now on, in the order in which they come: one for each, and the last one for all that follow.
    /// Replaces all that were set before; streams that are open keep theirs. Single events are streams too.
    /// </summary>
    /// <param name="plans">The plans, at least one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="plans"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">There is no plan.</exception>
    public void Script(params Http2StreamPlan[] plans) => _state.StreamPlans.Set(Checked(plans));

    /// <summary>Queues a plan for the next stream: after those that are queued, and before the one for all that follow.</summary>
    /// <param name="plan">The plan.</param>
    /// <exception cref="ArgumentNullException"><paramref name="plan"/> is null.</exception>
    public void ScriptNext(Http2StreamPlan plan) => ScriptNext(plan, 1);

    /// <summary>Queues a plan for some streams: after those that are queued, and before the one for all that follow.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="times">How many streams, from 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="plan"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is below 1.</exception>
    public void ScriptNext(Http2StreamPlan plan, int times)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        _state.StreamPlans.Enqueue(plan, times);
    }

    /// <summary>
    /// Sets the plans of the connections from now on, in the order in which they come: one for each, and the last one for all that follow.
    /// Replaces all that were set before; connections that are open keep theirs. With <see cref="Http2ConnectionPlan.WithStreams"/> it also
    /// gives each connection a plan for its streams.
    /// </summary>
    /// <param name="plans">The plans, at least one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="plans"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">There is no plan.</exception>
    public void ScriptConnections(params Http2ConnectionPlan[] plans) => _state.ConnectionPlans.Set(Checked(plans));

    /// <summary>Waits until so many streams have been opened.</summary>
    /// <param name="count">How many, from 0.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The first so many streams, in the order in which they came.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed of meanwhile.</exception>
    public Task<IReadOnlyList<RawHttp2Stream>> WaitForStreamsAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return _state.Streams.WaitForCountAsync(count, cancellationToken);
    }

    /// <summary>Waits until so many connections have been accepted.</summary>
    /// <param name="count">How many, from 0.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The first so many connections, in the order in which they came.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed of meanwhile.</exception>
    public Task<IReadOnlyList<RawHttp2Connection>> WaitForConnectionsAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return _state.Connections.WaitForCountAsync(count, cancellationToken);
    }

    /// <summary>Waits until no connection is open.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task WaitForDisconnectionAsync(CancellationToken cancellationToken = default) =>
        _listener.WaitUntilEmptyAsync(cancellationToken);

    /// <summary>
    /// Resets every connection, stops listening, and waits until nothing of the server runs any more. Pending waits fail with an
    /// <see cref="ObjectDisposedException"/>.
    /// </summary>
    public ValueTask DisposeAsync() => _disposal.RunAsync();

    private async Task EndAsync()
    {
        await _listener.DisposeAsync().ConfigureAwait(false);
        _state.Close();
        Certificate?.Dispose();
    }

    private static T[] Checked<T>(T[] plans)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(plans);
        if (plans.Length == 0)
        {
            throw new ArgumentException("There is no plan; give at least one.", nameof(plans));
        }

        return plans.Contains(null) ? throw new ArgumentNullException(nameof(plans), "One of the plans is null.") : plans;
    }
}
