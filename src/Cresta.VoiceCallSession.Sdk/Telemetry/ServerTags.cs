namespace Cresta.VoiceCallSession.Sdk.Telemetry;

/// <summary>
/// The server that a span or a measurement is about: a process may have clients for several regions. Made once a client, so that tagging
/// allocates nothing.
/// </summary>
internal sealed class ServerTags(Uri endpoint, CallbackErrors errors)
{
    // As the name is resolved: an IPv6 address has no brackets here.
    public KeyValuePair<string, object?> Address { get; } = new("server.address", endpoint.IdnHost);

    public KeyValuePair<string, object?> Port { get; } = new("server.port", endpoint.Port);

    /// <summary>Where exceptions of the application's telemetry code are counted.</summary>
    public CallbackErrors Errors => errors;
}
