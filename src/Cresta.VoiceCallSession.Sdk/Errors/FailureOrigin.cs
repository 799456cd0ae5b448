namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>Who made a failure. What it means for a call depends on that more than on the status.</summary>
internal enum FailureOrigin
{
    /// <summary>This side: a time-out, a limit, a cancellation, or a fault of the SDK.</summary>
    Client,

    /// <summary>The service itself, by an explicit status.</summary>
    Service,

    /// <summary>A proxy, load balancer or web server, by a response of its own.</summary>
    Intermediary,

    /// <summary>The connection or the stream broke, or could not be made.</summary>
    Network,

    /// <summary>The credential could not be obtained.</summary>
    Credential,
}
