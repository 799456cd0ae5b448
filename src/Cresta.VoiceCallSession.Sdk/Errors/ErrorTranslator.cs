using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Resilience;
using Grpc.Core;
using Polly.Timeout;
using RpcStatus = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>The one place where failures of any kind become <see cref="VoiceCallSessionException"/>.</summary>
internal sealed class ErrorTranslator(
    Uri endpoint, Func<VoiceCallSessionException, bool> isTransient, Func<StatusCode, NetworkCause, string>? advice = null)
{
    private volatile bool _spokeHttp2;

    /// <summary>What takes out of errors what none may repeat.</summary>
    public Redaction Redaction { get; } = new();

    /// <summary>The endpoint has answered on a stream, which only HTTP/2 carries.</summary>
    public void OnStreamAnswered() => _spokeHttp2 = true;

    /// <summary>Translates whatever a transport threw.</summary>
    public VoiceCallSessionException Translate(Exception failure, Operation operation) => failure switch
    {
        VoiceCallSessionException known => known,
        RpcException rpc => FromRpc(rpc, operation),
        TimeoutRejectedException timeout => FromStatus(
            new RpcStatus { Code = (int)StatusCode.DeadlineExceeded, Message = Invariant($"no result within {timeout.Timeout.TotalSeconds:0.###} s") },
            operation,
            sequenceId: null,
            cause: failure),
        HttpRequestException or IOException => FromStatus(
            new RpcStatus { Code = (int)StatusCode.Unavailable, Message = FailureText.Of(failure) }, operation, sequenceId: null, cause: failure),
        _ => FromStatus(new RpcStatus { Code = (int)StatusCode.Internal, Message = FailureText.Of(failure) }, operation, sequenceId: null, cause: failure),
    };

    /// <summary>Makes the exception of a status, whoever reported it: the server in band, or we ourselves.</summary>
    public VoiceCallSessionException FromStatus(
        RpcStatus status, Operation operation, string? sequenceId, Metadata? trailers = null, Exception? cause = null)
    {
        var code = (StatusCode)status.Code;
        var network = NetworkCause.Of(cause) with { HttpStatus = HttpStatusTrailer.Read(trailers) };
        status = Redaction.Apply(status);
        cause = cause is not null && Redaction.IsNeededBy(cause) ? null : cause;
        if (_spokeHttp2 && network.Error is (HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError))
        {
            // An endpoint that has answered does speak HTTP/2, whatever HttpClient makes of its end.
            network = network with { Error = null, IsHopeless = false };
        }

        var retryAfter = ServerDelay.Read(status, trailers, operation.UtcNow, out var mayRetry);
        var place = sequenceId is null ? string.Empty : $", sequence id {sequenceId}";
        var attempts = Math.Max(1, operation.Attempts);
        var elapsed = operation.Elapsed;
        var message = Invariant(
            $"{operation.Name} failed with {StatusNames.Of(code)}: {status.Message.TrimEnd('.')} (endpoint {Address}, attempt {attempts}, after {elapsed.TotalSeconds:0.###} s{place}). {(advice ?? ErrorAdvice.For)(code, network)}");

        VoiceCallSessionException Make(bool transient) => new(code, message, cause)
        {
            Status = status,
            SequenceId = sequenceId,
            RetryAfter = retryAfter,
            Attempts = attempts,
            Endpoint = endpoint,
            Elapsed = elapsed,
            IsTransient = transient,
        };

        try
        {
            return Make(mayRetry && !network.IsHopeless && !IsAboutSize(status) && isTransient(Make(transient: false)));
        }
#pragma warning disable CA1031 // The predicate is the caller's code. What it throws is reported with the failure that it was asked about.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new VoiceCallSessionException(code, $"{message} (Retry.ShouldRetry threw {e.GetType().Name} when asked about it; mend the predicate.)", e)
            {
                Status = status,
                SequenceId = sequenceId,
                Endpoint = endpoint,
            };
        }
    }

    private string Address => endpoint.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private VoiceCallSessionException FromRpc(RpcException failure, Operation operation)
    {
        var status = failure.Trailers.GetRpcStatus(ignoreParseError: true);
        if (status is null || status.Code != (int)failure.StatusCode)
        {
            // The trailer's word counts only where it agrees with the status that ended the stream.
            status = new RpcStatus { Code = (int)failure.StatusCode, Message = FailureText.Of(failure) };
        }

        var cause = NetworkCause.Of(failure.Status.DebugException);
        if (cause.StatusCode is { } code)
        {
            // What the network did says more than the status that gRPC made of it.
            status = new RpcStatus { Code = (int)code, Message = FailureText.Of(failure) };
        }

        var trailers = cause.RetryAfter is { } retryAfter ? new Metadata { { ServerDelay.RetryAfterHeader, retryAfter } } : failure.Trailers;
        return FromStatus(status, operation, sequenceId: null, trailers, failure.Status.DebugException ?? failure);
    }

    /// <summary>A message over the receiver's limit is RESOURCE_EXHAUSTED too, but no quota that recovers; servers only tell it by their words.</summary>
    private static bool IsAboutSize(RpcStatus status) =>
        status.Code == (int)StatusCode.ResourceExhausted
        && (status.Message.Contains("larger than max", StringComparison.OrdinalIgnoreCase) || status.Message.Contains("exceeds the maximum", StringComparison.OrdinalIgnoreCase));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
