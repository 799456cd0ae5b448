using System.Globalization;
using Grpc.Core;
using Polly.Timeout;
using RpcStatus = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>
/// The one place where failures of any kind become <see cref="VoiceCallSessionException"/>. Thread-safe; it changes nothing but what it is
/// told of the endpoint.
/// </summary>
/// <param name="endpoint">The endpoint that the failures are about.</param>
/// <param name="classification">The application's classification of failures, or null for the default.</param>
/// <param name="redaction">Removes secrets.</param>
/// <param name="proof">What is known of the endpoint.</param>
/// <param name="advice">The next step for each failure.</param>
internal sealed class ErrorTranslator(
    Uri endpoint,
    Func<VoiceCallSessionException, bool>? classification,
    Redaction? redaction = null,
    EndpointProof? proof = null,
    Func<StatusCode, TransportError, string>? advice = null)
{
    /// <summary>Removes secrets from what others say.</summary>
    public Redaction Redaction { get; } = redaction ?? new Redaction();

    /// <summary>What is known of the endpoint.</summary>
    public EndpointProof Proof { get; } = proof ?? new EndpointProof();

    /// <summary>Whether the application has its own classification, which then comes before ours.</summary>
    public bool IsClassifiedByApplication { get; } = classification is not null;

    /// <summary>Translates whatever a transport threw.</summary>
    public VoiceCallSessionException Translate(Exception failure, OperationContext operation) => failure switch
    {
        VoiceCallSessionException known => known,
        RpcException rpc => FromRpc(rpc, operation),
        CallErrorException own =>
            FromStatus(new RpcStatus { Code = (int)own.StatusCode, Message = own.Message }, operation, sequenceId: null),
        TimeoutRejectedException timeout => FromStatus(
            new RpcStatus
            {
                Code = (int)StatusCode.DeadlineExceeded,
                Message = string.Create(CultureInfo.InvariantCulture, $"no result within {timeout.Timeout.TotalSeconds:0.###} s")
            },
            operation,
            sequenceId: null,
            cause: failure),
        HttpRequestException or IOException => FromStatus(
            new RpcStatus { Code = (int)StatusCode.Unavailable, Message = FailureText.Of(failure) }, operation, sequenceId: null,
                cause: failure, origin: FailureOrigin.Network),
        _ =>
            FromStatus(new RpcStatus { Code = (int)StatusCode.Internal, Message = FailureText.Of(failure) }, operation, sequenceId: null,
            cause: failure),
    };

    /// <summary>Makes the exception of a status, whoever reported it: the server in band, or we ourselves.</summary>
    public VoiceCallSessionException FromStatus(
        RpcStatus status, OperationContext operation, string? sequenceId, Metadata? trailers = null, Exception? cause = null,
            FailureOrigin origin = FailureOrigin.Client)
    {
        var code = (StatusCode)status.Code;
        var network = TransportErrorClassifier.Classify(cause);
        network = network with { HttpStatus = network.HttpStatus ?? HttpStatusTrailer.Read(trailers) };
        if (Proof.SpeaksHttp2 && network.Error is (HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError))
        {
            // An endpoint that has spoken HTTP/2 does so still, whatever HttpClient makes of the end of a stream.
            network = network with { Error = null, IsPermanent = false };
        }

        status = Redaction.Apply(status);
        cause = cause is not null && Redaction.IsNeededBy(cause) ? null : cause;
        var delay = ServerDelay.Read(status, trailers, operation.UtcNow);
        var place = sequenceId is null ? string.Empty : $", sequence id {sequenceId}";
        var attempts = Math.Max(1, operation.Attempts);
        var elapsed = operation.Elapsed;
        var message = string.Create(CultureInfo.InvariantCulture,
            $"{operation.Name} failed with {StatusNames.Of(code)}: {status.Message.TrimEnd('.')} (endpoint {Address}, attempt "
                + $"{attempts}, after {elapsed.TotalSeconds:0.###} s{place}). {(advice ?? ErrorAdvice.For)(code, network)}");
        var isPermanent = network.IsPermanent && !Proof.IsProved;

        VoiceCallSessionException Make(string text, bool transient, Exception? inner) => new(code, text, inner)
        {
            Status = status,
            SequenceId = sequenceId,
            RetryAfter = delay.Wait,
            Attempts = attempts,
            Endpoint = endpoint,
            Elapsed = elapsed,
            IsTransient = transient,
            Origin = network.IsIntermediary ? FailureOrigin.Intermediary : origin,
            IsRetryAfterServices = delay.IsServices,
            ForbidsRetry = delay.ForbidsRetry,
            IsPermanent = isPermanent,
        };

        try
        {
            var failure = Make(message, transient: false, cause);
            var transient = !delay.ForbidsRetry && !isPermanent && !IsAboutSize(status)
                && ((classification?.Invoke(failure) ?? IsTransientStatus(failure.StatusCode)) || PassesAtProvedEndpoint(failure));
            return transient ? Make(message, transient: true, cause) : failure;
        }
#pragma warning disable CA1031 // The predicate is application code; its exception is reported with the failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Make($"{message} (Retry.ShouldRetry threw {e.GetType().Name}; fix the predicate.)", transient: false, e);
        }
    }

    /// <summary>The default classification.</summary>
    public static bool IsTransientStatus(StatusCode code) =>
        code is StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.Aborted or StatusCode.DeadlineExceeded;

    private string Address => endpoint.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>
    /// A message over the receiver's limit is RESOURCE_EXHAUSTED too, but no quota that recovers; servers only tell it by their words.
    /// </summary>
    public static bool IsAboutSize(RpcStatus status) =>
        status.Code == (int)StatusCode.ResourceExhausted
        && (status.Message.Contains("larger than max", StringComparison.OrdinalIgnoreCase) || status.Message.Contains(
            "exceeds the maximum", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// At an endpoint that has proved itself, whatever stands in front of it, and a server that is starting, fail for a time only. The
    /// application's own classification comes first.
    /// </summary>
    private bool PassesAtProvedEndpoint(VoiceCallSessionException failure) =>
        Proof.IsProved && !IsClassifiedByApplication
        && (failure.Origin is FailureOrigin.Intermediary or FailureOrigin.Network || failure is
        {
            Origin: FailureOrigin.Service,
            StatusCode: StatusCode.Unimplemented
        });

    private VoiceCallSessionException FromRpc(RpcException failure, OperationContext operation)
    {
        var cause = TransportErrorClassifier.Classify(failure.Status.DebugException);
        if (cause.StatusCode is { } code)
        {
            // What the network did says more than the status that the transport made of it.
            var broken = new RpcStatus { Code = (int)code, Message = FailureText.Of(failure) };
            var delay = cause.RetryAfter is { } retryAfter
                ? new Metadata { { ServerDelay.RetryAfterHeader, retryAfter } } : failure.Trailers;
            return FromStatus(broken, operation, sequenceId: null, delay, failure.Status.DebugException, FailureOrigin.Network);
        }

        var status = failure.Trailers.GetRpcStatus(ignoreParseError: true);
        if (status is null || status.Code != (int)failure.StatusCode)
        {
            // The trailer's status counts only if it agrees with the one that ended the stream.
            status = new RpcStatus { Code = (int)failure.StatusCode, Message = FailureText.Of(failure) };
        }

        // A status that the transport made itself has what it was made of.
        var origin = failure.Status.DebugException is null ? FailureOrigin.Service : FailureOrigin.Client;
        return FromStatus(status, operation, sequenceId: null, failure.Trailers, failure.Status.DebugException ?? failure, origin);
    }
}
