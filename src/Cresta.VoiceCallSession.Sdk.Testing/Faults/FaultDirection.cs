namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>Which of a connection's two streams of bytes a <see cref="Toxic"/> acts on.</summary>
public enum FaultDirection
{
    /// <summary>Each of the two, on its own: bytes are counted for each direction separately.</summary>
    Both = 0,

    /// <summary>From the client to the server: what the client sends.</summary>
    ToServer = 1,

    /// <summary>From the server to the client: the server's answers.</summary>
    ToClient = 2,
}
