namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>The wire that a request came by.</summary>
public enum CallTransport
{
    /// <summary>gRPC.</summary>
    Grpc = 0,

    /// <summary>JSON over HTTP, as a gateway in front of a gRPC service speaks it.</summary>
    Rest = 1,
}
