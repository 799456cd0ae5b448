namespace Cresta.VoiceCallSession.Sdk.Testing.Conversations;

/// <summary>How a conversation ended, for the record and for the front end.</summary>
internal sealed record StreamOutcome(CallEnding Ending)
{
    public static StreamOutcome Completed { get; } = new(CallEnding.ClientCompleted) { HasStatus = true };

    /// <summary>Whether the stream ends with a status, so neither by a reset nor by an abort.</summary>
    public bool HasStatus { get; private init; }

    /// <summary>The status; null is OK.</summary>
    public ScriptedStatus? Status { get; private init; }

    /// <summary>For <see cref="CallEnding.ResetByServer"/>.</summary>
    public Http2ErrorCode ErrorCode { get; init; }

    public static StreamOutcome EndedWith(ScriptedStatus? status) => new(CallEnding.EndedByServer) { HasStatus = true, Status = status };
}
