using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Resilience;
using Cresta.VoiceCallSession.Sdk.Telemetry;
using Grpc.Core;
using Polly.Timeout;
using RpcStatus = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>Fetches tokens, however many attempts that takes. Not thread-safe: one after the other.</summary>
internal sealed class TokenFetcher
{
    private readonly ClientCredentialsOptions _options;
    private readonly TokenEndpoint _endpoint;
    private readonly ErrorTranslator _errors;
    private readonly TokenBackoff _backoff;

    public TokenFetcher(ClientCredentialsOptions options, HttpMessageInvoker http)
    {
        var address = ClientCredentialsOptionsValidator.AddressOf(options.AuthEndpoint!);
        _options = options;
        Metrics = new ClientMetrics(new ServerTags(address, new CallbackErrors(loggers: null, address)));
        _errors = new ErrorTranslator(
            address, e => e.StatusCode != StatusCode.Unauthenticated && options.Retry.ShouldRetry(e), advice: TokenAdvice.For);
        _endpoint = new TokenEndpoint(http, address, options.ClientId, _errors, options.TimeProvider);
        _backoff = new TokenBackoff(options.TimeProvider);
    }

    /// <summary>The measurements of the token endpoint.</summary>
    public ClientMetrics Metrics { get; }

    /// <inheritdoc cref="TokenEndpoint.ClockSkew"/>
    public TimeSpan? ClockSkew => _endpoint.ClockSkew;

    /// <summary>Fetches one.</summary>
    /// <exception cref="VoiceCallSessionException">None could be had.</exception>
    /// <exception cref="OperationCanceledException">The token given was cancelled.</exception>
    public async Task<TokenGrant> FetchAsync(CancellationToken cancellationToken)
    {
        _backoff.ThrowIfDelayed();
        var operation = new OperationContext("Getting an access token", _options.TimeProvider);
        var runner = new RetryRunner("token", Metrics);
        try
        {
            // A wait that would outlast the time-out is not begun.
            var pipeline = RetryPipeline.Create(
                _options.Retry,
                _options.Timeout,
                _options.TimeProvider,
                failure => (failure.RetryAfter ?? TimeSpan.Zero) < _options.Timeout - operation.Elapsed,
                static failure => failure.RetryAfter);
            var grant = await runner.RunAsync(pipeline, token => AttemptAsync(operation, token), cancellationToken).ConfigureAwait(false);
            _backoff.Release();
            return grant;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = e is TimeoutRejectedException ? OutOfTime(operation, runner.LastFailure) : _errors.Translate(e, operation);
            if (failure is { IsTransient: true, RetryAfter: { } wait })
            {
                _backoff.Delay(failure, wait);
            }

            throw failure;
        }
    }

    private async Task<TokenGrant> AttemptAsync(OperationContext operation, CancellationToken cancellationToken)
    {
        operation.Attempts++;
        try
        {
            return await FetchOnceAsync(operation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw _errors.Translate(e, operation);
        }
    }

    private async Task<TokenGrant> FetchOnceAsync(OperationContext operation, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.AttemptTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var secret = await GetSecretAsync(cancellationToken).ConfigureAwait(false);
        _backoff.ThrowIfRefused(secret);
        try
        {
            return await _endpoint.SendAsync(secret, operation, either.Token).ConfigureAwait(false);
        }
        catch (VoiceCallSessionException e) when (e.StatusCode == StatusCode.Unauthenticated)
        {
            _backoff.SecretRefused(secret, e);
            throw;
        }
        catch (Exception e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TimedOut(string.Create(CultureInfo.InvariantCulture, $"the token endpoint did not answer within "
                + $"{_options.AttemptTimeout.TotalSeconds:0.###} s"), operation, e);
        }
    }

    private async ValueTask<string> GetSecretAsync(CancellationToken cancellationToken)
    {
        if (_options.ClientSecretProvider is not { } provider)
        {
            return _options.ClientSecret!;
        }

        var secret = await ProviderInvoker.CallAsync(
            "client secret", provider, _options.AttemptTimeout, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        return ClientCredentialsOptionsValidator.SecretFault(secret) is { } fault
            ? throw new VoiceCallSessionException(StatusCode.Unauthenticated, $"What the provider of the client secret returned {fault}.")
            : secret;
    }

    private VoiceCallSessionException OutOfTime(OperationContext operation, VoiceCallSessionException? last)
    {
        var limit = string.Create(CultureInfo.InvariantCulture, $"no token within {_options.Timeout.TotalSeconds:0.###} s");
        return TimedOut(last is null ? limit : $"{limit}; the last failure was: {last.Message}", operation, last);
    }

    private VoiceCallSessionException TimedOut(string message, OperationContext operation, Exception? cause) =>
        _errors.FromStatus(
            new RpcStatus { Code = (int)StatusCode.DeadlineExceeded, Message = message }, operation, sequenceId: null, cause: cause);
}
