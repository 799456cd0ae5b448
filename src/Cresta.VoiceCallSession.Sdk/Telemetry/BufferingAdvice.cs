namespace Cresta.VoiceCallSession.Sdk.Telemetry;

/// <summary>
/// The advice about something between client and service that holds bodies back: of the diagnosis, the log and the health check.
/// </summary>
internal static class BufferingAdvice
{
    public const string Text =
        "Turn off request and response buffering in the gateway or proxy in front of the service (grpc-gateway 1.6.0 to 1.8.1 has to be "
            + "updated), or go around it.";
}
