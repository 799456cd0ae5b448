using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>One <c>ProcessSessionEvent</c>, valid or not. Immutable as long as the carried message is not changed.</summary>
public sealed class RecordedUnaryEvent
{
    internal RecordedUnaryEvent(
        ProcessSessionEventRequest request, IReadOnlyDictionary<string, string> headers, string connectionId, DateTimeOffset receivedAt,
        StatusCode status)
    {
        Request = request;
        Headers = headers;
        ConnectionId = connectionId;
        ReceivedAt = receivedAt;
        Status = status;
    }

    /// <summary>The whole request.</summary>
    public ProcessSessionEventRequest Request { get; }

    /// <summary>The profile (<em>assumed</em>); empty when it is missing.</summary>
    public string Profile => Request.Profile;

    /// <summary>The event (<em>assumed</em>); null when it is missing.</summary>
    public SessionEvent? SessionEvent => Request.SessionEvent;

    /// <summary>Request headers by lower-case name; the authorization is among them in clear.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Connection that it came on; see <see cref="RecordedCall.ConnectionId"/>.</summary>
    public string ConnectionId { get; }

    /// <summary>When it came, by the server's <see cref="TimeProvider"/>.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>What the server answers. A script may delay the answer, or abort the connection instead.</summary>
    public StatusCode Status { get; }
}
