namespace Cresta.VoiceCallSession.Sdk.Laboratory.Rig;

/// <summary>What stands between client and server.</summary>
public enum Intermediary
{
    /// <summary>nginx with <c>grpc_pass</c>.</summary>
    Nginx,

    /// <summary>haproxy in <c>mode http</c>.</summary>
    Haproxy,

    /// <summary>haproxy in <c>mode tcp</c>.</summary>
    HaproxyTcp,
}
