using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Credentials.Tokens;
using Cresta.VoiceCallSession.Sdk.Errors;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// OAuth 2 client credentials: tokens from Cresta's token endpoint, cached, shared and renewed ahead of need. Make one for the process and
/// give it to all its clients; it owns the connections to the token endpoint, so dispose of it after them. Thread-safe. See
/// <see cref="CrestaCredential.FromClientCredentials(ClientCredentialsOptions)"/>.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class CrestaClientCredential : CrestaCredential, IDisposable
{
    // Nobody waits long for an endpoint that is slow while there is a token that still serves.
    private static readonly TimeSpan RefreshTimeout = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly TimeProvider _timeProvider;
    private readonly HttpMessageInvoker _http;
    private readonly TokenFetcher _fetcher;
    private readonly TokenCache _cache;
    private readonly CancellationTokenSource _disposal = new();
    private readonly CancellationToken _disposalToken;
    private Task<TokenOutcome>? _refresh;
    private VoiceCallSessionException? _lastFailure;
    private bool _disposed;

    internal CrestaClientCredential(ClientCredentialsOptions options)
    {
        _disposalToken = _disposal.Token;
        _timeProvider = options.TimeProvider;
        _http = TokenHttp.Create(options);
        _fetcher = new TokenFetcher(options, _http);
        _cache = new TokenCache(options.TimeProvider);
    }

    internal override DateTimeOffset? ExpiresAt
    {
        get
        {
            lock (_gate)
            {
                return _cache.Grant?.ExpiresAt;
            }
        }
    }

    internal override TimeSpan? ClockSkew => _fetcher.ClockSkew;

    internal override VoiceCallSessionException? LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>
    /// Closes the connections to the token endpoint. A request for a token that is under way is cancelled, and whoever waits for it, or
    /// asks later, gets an <see cref="ObjectDisposedException"/>. Calls that are open go on.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _cache.Clear();
        }

        _disposal.Cancel();
        _http.Dispose();
        _disposal.Dispose();
    }

    /// <summary>Names the kind of credential, and nothing of what it holds.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => "client credentials (redacted)";

    internal override async ValueTask<string?> GetAuthorizationAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<TokenOutcome> refresh;
        bool canDoWithout;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_cache.Usable is { } usable)
            {
                if (_cache.WantsRenewal)
                {
                    _refresh ??= StartRefreshAsync();
                }

                return usable.Authorization;
            }

            canDoWithout = _cache.LastResort is not null;
            refresh = _refresh ??= StartRefreshAsync();
        }

        var outcome = await WaitAsync(refresh, canDoWithout, cancellationToken).ConfigureAwait(false);
        if (outcome.Grant is { } grant)
        {
            return grant.Authorization;
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _cache.LastResort?.Authorization ?? throw outcome.Failure!.ForSequenceId(null);
        }
    }

    internal override void Invalidate(string rejectedAuthorization)
    {
        lock (_gate)
        {
            _cache.Drop(rejectedAuthorization);
        }
    }

    private async Task<TokenOutcome> WaitAsync(Task<TokenOutcome> refresh, bool canDoWithout, CancellationToken cancellationToken)
    {
        if (!canDoWithout)
        {
            return await refresh.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await refresh.WaitAsync(RefreshTimeout, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            lock (_gate)
            {
                _cache.RenewalFailed();
            }

            return new TokenOutcome(
                Grant: null, new VoiceCallSessionException(
                    StatusCode.DeadlineExceeded, "The token endpoint did not renew the access token in time.", e)
                { IsTransient = true });
        }
    }

    /// <summary>
    /// Starts the one request for a token, which outlives whoever started it, so that others are not cancelled with them.
    /// </summary>
    private Task<TokenOutcome> StartRefreshAsync() => Task.Run(RefreshAsync, CancellationToken.None);

    private async Task<TokenOutcome> RefreshAsync()
    {
        TokenOutcome outcome;
        try
        {
            outcome = new TokenOutcome(await _fetcher.FetchAsync(_disposalToken).ConfigureAwait(false), Failure: null);
        }
        catch (VoiceCallSessionException e)
        {
            outcome = new TokenOutcome(Grant: null, e);
        }
        catch (Exception e) when (_disposalToken.IsCancellationRequested)
        {
            outcome = new TokenOutcome(
                Grant: null, new VoiceCallSessionException(StatusCode.Cancelled, "The credential was disposed of.", e));
        }

        _fetcher.Metrics.OnTokenRequested(StatusNames.Of(outcome.Failure?.StatusCode ?? StatusCode.OK));

        lock (_gate)
        {
            _refresh = null;
            Volatile.Write(ref _lastFailure, outcome.Failure);
            if (outcome.Grant is null)
            {
                _cache.RenewalFailed();
            }
            else if (!_disposed)
            {
                _cache.Store(outcome.Grant);
            }
        }

        return outcome;
    }
}
