using Cresta.VoiceCallSession.Sdk.Errors;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// A call, a request or a message failed: the service refused it, could not be reached, or did not answer in time. Wrong use of the SDK is
/// not reported by this type but by <see cref="ArgumentException"/> and <see cref="InvalidOperationException"/>. Instances are immutable
/// and may be shared between threads.
/// </summary>
public class VoiceCallSessionException : Exception
{
    private readonly Google.Rpc.Status? _status;

    /// <summary>Makes an exception with <see cref="StatusCode.Unknown"/>.</summary>
    public VoiceCallSessionException()
        : this("The VoiceCallSession service failed.")
    {
    }

    /// <summary>Makes an exception with <see cref="StatusCode.Unknown"/>.</summary>
    /// <param name="message">What happened, and what to do next.</param>
    public VoiceCallSessionException(string message)
        : this(StatusCode.Unknown, message)
    {
    }

    /// <summary>Makes an exception with <see cref="StatusCode.Unknown"/>.</summary>
    /// <param name="message">What happened, and what to do next.</param>
    /// <param name="innerException">What caused it, if known.</param>
    public VoiceCallSessionException(string message, Exception? innerException)
        : this(StatusCode.Unknown, message, innerException)
    {
    }

    /// <summary>Makes an exception, as a test double of a client would throw it.</summary>
    /// <param name="statusCode">The canonical status.</param>
    /// <param name="message">What happened, and what to do next.</param>
    public VoiceCallSessionException(StatusCode statusCode, string message)
        : this(statusCode, message, innerException: null)
    {
    }

    /// <summary>Makes an exception, as a test double of a client would throw it.</summary>
    /// <param name="statusCode">The canonical status.</param>
    /// <param name="message">What happened, and what to do next.</param>
    /// <param name="innerException">What caused it, if known.</param>
    public VoiceCallSessionException(StatusCode statusCode, string message, Exception? innerException)
        : base(message, innerException) => StatusCode = statusCode;

    /// <summary>The canonical status: the service's own, or the one that describes what kept us from reaching it.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>
    /// The full status with its typed details. From <c>grpc-status-details-bin</c> where the service sent it, else made of
    /// <see cref="StatusCode"/> and the service's message.
    /// </summary>
    public Google.Rpc.Status Status
    {
        get => _status ?? new Google.Rpc.Status { Code = (int)StatusCode, Message = Message };
        init => _status = value;
    }

    /// <summary>The sequence id of the message that failed, or null where the failure is not about one message.</summary>
    public string? SequenceId { get; init; }

    /// <summary>
    /// Whether the same request may succeed later, by the client's <see cref="VoiceCallSessionRetryOptions.ShouldRetry"/>.
    /// </summary>
    public bool IsTransient { get; init; }

    /// <summary>
    /// How long the service asked to wait (<c>google.rpc.RetryInfo</c>, <c>grpc-retry-pushback-ms</c> or <c>Retry-After</c>), or null where
    /// it did not say.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How often it was tried, this failure included. At least 1.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The service's address, without credentials; null where none was involved.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Time from the start of the operation to this failure, all attempts included.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Returns the first detail of type <typeparamref name="T"/> in <see cref="Status"/>, or null.</summary>
    /// <typeparam name="T">A detail type, for example <see cref="BadRequest"/> or <see cref="RetryInfo"/>.</typeparam>
    /// <returns>The detail, parsed; null where the status has none of that type.</returns>
    /// <exception cref="InvalidProtocolBufferException">The detail is of that type, but its bytes do not parse.</exception>
    public T? GetDetail<T>()
        where T : class, IMessage<T>, new() => Status.GetDetail<T>();

    /// <summary>Who made the failure.</summary>
    internal FailureOrigin Origin { get; init; }

    /// <summary>Whether <see cref="RetryAfter"/> is the service's own request, not an intermediary's.</summary>
    internal bool IsRetryAfterServices { get; init; }

    /// <summary>Whether the service asked for no retry (a negative push-back).</summary>
    internal bool ForbidsRetry { get; init; }

    /// <summary>
    /// Whether it stays as it is however often it is tried: a certificate, a protocol, an address. Only of endpoints that have not proved
    /// themselves.
    /// </summary>
    internal bool IsPermanent { get; init; }

    /// <summary>
    /// A fresh exception about the same failure, so that it can be thrown at several places without mixing up their stack traces.
    /// </summary>
    internal VoiceCallSessionException ForSequenceId(string? sequenceId) => Copy(Message, sequenceId ?? SequenceId, Origin);

    /// <summary>The same failure as one of the credential's.</summary>
    internal VoiceCallSessionException OfCredential() =>
        Origin == FailureOrigin.Credential ? this : Copy(Message, SequenceId, FailureOrigin.Credential);

    /// <summary>The same failure with more to say of it.</summary>
    /// <param name="explanation">A sentence, with its stop.</param>
    /// <param name="sequenceId">The message that the failure is about, or null.</param>
    internal VoiceCallSessionException Explained(string explanation, string? sequenceId) =>
        Copy($"{Message} {explanation}", sequenceId ?? SequenceId, Origin);

    private VoiceCallSessionException Copy(string message, string? sequenceId, FailureOrigin origin) => new(StatusCode, message, this)
    {
        Status = Status,
        SequenceId = sequenceId,
        IsTransient = IsTransient,
        RetryAfter = RetryAfter,
        Attempts = Attempts,
        Endpoint = Endpoint,
        Elapsed = Elapsed,
        Origin = origin,
        IsRetryAfterServices = IsRetryAfterServices,
        ForbidsRetry = ForbidsRetry,
        IsPermanent = IsPermanent,
    };
}
