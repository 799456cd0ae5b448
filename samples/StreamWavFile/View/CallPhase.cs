namespace StreamWavFile.View;

internal enum CallPhase
{
    Streaming,
    OnHold,
    Ending,

    /// <summary>Ending early, because the user asked for it.</summary>
    Interrupted,
}
