namespace Cresta.VoiceCallSession.Sdk.Testing.Faults;

/// <summary>What travels through a direction of the proxy.</summary>
internal enum PieceKind
{
    Data,

    /// <summary>The sender's FIN.</summary>
    End,

    /// <summary>The sender's RST.</summary>
    Reset,

    /// <summary>Nothing that travels: the toxics have changed, which may call for an act.</summary>
    Nudge,
}
