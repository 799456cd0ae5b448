using Cresta.VoiceCallSession.Sdk.Testing.Tokens;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// A token endpoint (OAuth 2 client credentials) for tests: a real server on a real socket of the loopback, that counts and records
/// requests, issues <c>token-1</c>, <c>token-2</c> and so on, and fails as it is told. In clear, over HTTP/1.1. Thread-safe.
/// </summary>
public sealed class FakeTokenEndpoint : IAsyncDisposable
{
    private const string Path = "/v1/oauth/regionalToken";

    private readonly TokenRequestHandler _handler;
    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private TokenHost? _host;
    private bool _disposed;

    private FakeTokenEndpoint(FakeTokenEndpointOptions options)
    {
        _handler = new TokenRequestHandler(options);
        ClientId = options.ClientId;
        Endpoint = new Uri("http://127.0.0.1");
    }

    /// <summary>
    /// Address of the endpoint, such as <c>http://127.0.0.1:50051/v1/oauth/regionalToken</c>. A restart keeps it. Every path is answered.
    /// </summary>
    public Uri Endpoint { get; private set; }

    /// <summary>The client id that is let in.</summary>
    public string ClientId { get; }

    /// <summary>The client secret that is let in from now on. Tokens that were issued stay good.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public string ClientSecret
    {
        get => _handler.ClientSecret;
        set => _handler.ClientSecret = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Script of every request from now on that has no other.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TokenScript Script
    {
        get => _handler.Script;
        set => _handler.Script = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>How far the <c>Date</c> of its answers is ahead of its <see cref="TimeProvider"/>. Default: 0.</summary>
    public TimeSpan ClockOffset
    {
        get => _handler.ClockOffset;
        set => _handler.ClockOffset = value;
    }

    /// <summary>Every request so far, in the order in which they came.</summary>
    public IReadOnlyList<RecordedTokenRequest> Requests => _handler.Requests.ToList();

    /// <summary>Number of requests so far.</summary>
    public int RequestCount => Requests.Count;

    /// <summary>Every token that was issued, in order: <c>token-1</c>, <c>token-2</c> and so on.</summary>
    public IReadOnlyList<string> IssuedTokens => _handler.Ledger.Issued;

    /// <summary>Starts an endpoint on a free port of 127.0.0.1.</summary>
    public static Task<FakeTokenEndpoint> StartAsync() => StartAsync(new FakeTokenEndpointOptions());

    /// <summary>Starts an endpoint.</summary>
    /// <param name="options">How; they are copied.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ArgumentException">An option has no sense; the message names it.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="OperationCanceledException">The start was cancelled.</exception>
    public static async Task<FakeTokenEndpoint> StartAsync(FakeTokenEndpointOptions options, CancellationToken cancellationToken = default)
    {
        var own = FakeTokenEndpointOptions.CopyOf(options);
        var endpoint = new FakeTokenEndpoint(own);
        await endpoint.StartHostAsync(own.Port, cancellationToken).ConfigureAwait(false);
        return endpoint;
    }

    /// <summary>Queues a script for the next request, before any other script.</summary>
    /// <param name="script">The script.</param>
    /// <exception cref="ArgumentNullException"><paramref name="script"/> is null.</exception>
    public void ScriptNext(TokenScript script) => ScriptNext(script, 1);

    /// <summary>Queues a script for some requests: each of the next ones takes one, before any other script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="times">How many requests, from 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="script"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is below 1.</exception>
    public void ScriptNext(TokenScript script, int times)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        _handler.Enqueue(script, times);
    }

    /// <summary>Waits until so many requests have come; their answers may still be delayed by a script.</summary>
    /// <param name="count">How many, from 0.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The first so many requests.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The endpoint was disposed of meanwhile.</exception>
    public Task<IReadOnlyList<RecordedTokenRequest>> WaitForRequestsAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return _handler.Requests.WaitForCountAsync(count, cancellationToken);
    }

    /// <summary>
    /// Whether an <c>authorization</c> header brings a token that was issued here and is neither expired, by the endpoint's
    /// <see cref="TimeProvider"/>, nor revoked. For <see cref="FakeVoiceCallSessionServer.AuthorizationCheck"/>.
    /// </summary>
    /// <param name="authorization">The header's value; null where there is none.</param>
    public bool Accepts(string? authorization) => _handler.Ledger.IsGood(authorization);

    /// <summary>Takes a token back: <see cref="Accepts"/> says no from now on.</summary>
    /// <param name="token">The token, without scheme.</param>
    /// <returns>Whether it was issued here and not revoked before.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="token"/> is null.</exception>
    public bool Revoke(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _handler.Ledger.Revoke(token);
    }

    /// <summary>Takes every token back that was issued so far.</summary>
    public void RevokeAll() => _handler.Ledger.RevokeAll();

    /// <summary>
    /// Aborts the connections and stops listening, so that the endpoint cannot be reached. Does nothing when it is stopped.
    /// </summary>
    public async Task StopAsync()
    {
        await _lifecycle.WaitAsync().ConfigureAwait(false);
        try
        {
            await StopHostAsync().ConfigureAwait(false);
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Listens again on the same port, after stopping if need be. Records, tokens and scripts are kept.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ObjectDisposedException">The endpoint was disposed of.</exception>
    /// <exception cref="IOException">Someone else took the port meanwhile.</exception>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await _lifecycle.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            await StopHostAsync().ConfigureAwait(false);
            await StartHostAsync(Endpoint.Port, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Stops the endpoint; whoever still waits for a request gets an <see cref="ObjectDisposedException"/>. Never hangs.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await StopAsync().ConfigureAwait(false);
        _handler.Requests.Close();
    }

    private async Task StartHostAsync(int port, CancellationToken cancellationToken)
    {
        _host = await TokenHost.StartAsync(port, _handler, cancellationToken).ConfigureAwait(false);
        Endpoint = new Uri(_host.Address, Path);
    }

    private async Task StopHostAsync()
    {
        if (_host is { } host)
        {
            await host.DisposeAsync().ConfigureAwait(false);
            _host = null;
        }
    }
}
