namespace Cresta.VoiceCallSession.Sdk.Sessions.Model;

/// <summary>A stretch of time in which a call's audio was stopped, for the report.</summary>
internal sealed record PauseRecord(PauseKind Kind, DateTimeOffset From)
{
    /// <summary>Null while it lasts.</summary>
    public DateTimeOffset? To { get; set; }
}
