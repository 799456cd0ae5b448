namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>Reads the one field of gRPC's <c>HealthCheckResponse</c>.</summary>
internal static class HealthAnswer
{
    private const byte Status = 0x08;
    private const byte NotServing = 2;

    /// <summary>Whether the message says that the service is there, but does not serve. Field 1, a varint.</summary>
    public static bool IsNotServing(ReadOnlySpan<byte> message) => message is [Status, NotServing, ..];
}
