namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;

/// <summary>How a peer ended its half of a connection.</summary>
internal enum TcpEnd
{
    /// <summary>Not at all.</summary>
    None,

    Fin,

    Reset,
}
