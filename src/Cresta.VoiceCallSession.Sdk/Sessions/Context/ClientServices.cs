using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Resilience;
using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.Sdk.Telemetry;
using Cresta.VoiceCallSession.Sdk.Transport;
using Cresta.VoiceCallSession.Sdk.Transport.Http2;
using Grpc.Core;
using Polly;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Context;

/// <summary>What all calls of one client share.</summary>
internal sealed record ClientServices(
    VoiceCallSessionClientOptions Options,
    ServiceTransport Transport,
    ServiceMethods Methods,
    ErrorTranslator Errors,
    ResiliencePipeline OpenPipeline,
    ResiliencePipeline ReconnectPipeline,
    RetryGate RetryGate)
{
    public ServerCapabilities Server { get; } = new();

    /// <summary>Audio envelopes of all calls.</summary>
    public EnvelopePool Envelopes { get; } = new();

    /// <summary>The client's measurements.</summary>
    public ClientMetrics Metrics { get; } = new(new ServerTags(Options.Endpoint!, Options.CallbackErrors));

    public TimeProvider TimeProvider => Options.TimeProvider;

    /// <summary>The value of the <c>authorization</c> header as it is now, or null for none.</summary>
    public async ValueTask<string?> AuthorizeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Options.Credential.GetAuthorizationAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (VoiceCallSessionException e)
        {
            throw e.OfCredential();
        }
    }

    public static Metadata HeadersOf(string? authorization) =>
        authorization is null ? [] : new Metadata { { "authorization", authorization } };

    public static Metadata HeadersOf(string? authorization, string requestId)
    {
        var headers = HeadersOf(authorization);
        headers.Add(ConnectionWatch.Header, requestId);
        return headers;
    }

    /// <summary>
    /// Whether a request that was refused for its credential may be tried once more, because the credential can come up with another value.
    /// </summary>
    public bool TryRefresh(string? refusedAuthorization)
    {
        if (!CanRefresh(refusedAuthorization))
        {
            return false;
        }

        Options.Credential.Invalidate(refusedAuthorization!);
        return true;
    }

    /// <summary>Whether the credential can come up with another value than this one.</summary>
    public bool CanRefresh(string? refusedAuthorization) => refusedAuthorization is not null && Options.Credential.CanRefresh;

    public VoiceCallSessionException Translate(Exception failure, OperationContext operation) => Errors.Translate(failure, operation);

    /// <summary>The failure of an operation that took too long: what its last attempt failed with. Any other as it is.</summary>
    public VoiceCallSessionException TooLate(
        Exception e, VoiceCallSessionException? last, OperationContext operation, TimeSpan limit, string what) =>
        e is Polly.Timeout.TimeoutRejectedException && last is not null
            ? Errors.FromStatus(
                new Google.Rpc.Status
                {
                    Code = (int)StatusCode.DeadlineExceeded,
                    Message = string.Create(CultureInfo.InvariantCulture, $"{what} within {limit.TotalSeconds:0.###} s; ")
                        + $"the last attempt failed with {StatusNames.Of(last.StatusCode)}: {last.Status.Message}",
                },
                operation,
                sequenceId: null,
                cause: last)
            : Errors.Translate(e, operation);

    /// <summary>Measures the delay that the server requested, and slows down the retries of the lane if the server is overloaded.</summary>
    public void OnFailed(VoiceCallSessionException failure, RetryLane lane) => RetryRunner.OnFailed(failure, Metrics, RetryGate, lane);

    /// <summary>A runner for an operation's attempts.</summary>
    public RetryRunner NewRunner(string operation, RetryLane lane) => new(operation, Metrics, RetryGate, lane);
}
