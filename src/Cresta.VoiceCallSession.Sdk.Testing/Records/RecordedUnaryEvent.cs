using Cresta.VoiceCallSession.Sdk.Testing.Records;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>One <c>ProcessSessionEvent</c>, valid or not. Immutable as long as the carried message is not changed.</summary>
public sealed class RecordedUnaryEvent
{
    private readonly RequestOrigin _origin;

    internal RecordedUnaryEvent(ProcessSessionEventRequest request, RequestOrigin origin, DateTimeOffset receivedAt, StatusCode status)
    {
        Request = request;
        _origin = origin;
        ReceivedAt = receivedAt;
        Status = status;
    }

    /// <summary>The whole request.</summary>
    public ProcessSessionEventRequest Request { get; }

    /// <summary>The profile (<em>assumed</em>); empty when it is missing.</summary>
    public string Profile => Request.Profile;

    /// <summary>The event (<em>assumed</em>); null when it is missing.</summary>
    public SessionEvent? SessionEvent => Request.SessionEvent;

    /// <summary>The wire that it came by.</summary>
    public CallTransport Transport => _origin.Transport;

    /// <summary>The version of HTTP that it came by: 2.0, or 1.1.</summary>
    public Version HttpVersion => _origin.HttpVersion;

    /// <summary>Request headers by lower-case name; the authorization is among them in clear.</summary>
    public IReadOnlyDictionary<string, string> Headers => _origin.Headers;

    /// <summary>Connection that it came on; see <see cref="RecordedCall.ConnectionId"/>.</summary>
    public string ConnectionId => _origin.Connection.Id;

    /// <summary>When it came, by the server's <see cref="TimeProvider"/>.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>What the server answers. A script may delay the answer, or abort the connection instead.</summary>
    public StatusCode Status { get; }
}
