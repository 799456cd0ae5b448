namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>A sender that waits for room, with what it has left to send. Guarded by the queue's lock.</summary>
internal sealed class RoomWaiter : TaskCompletionSource<string>
{
    public RoomWaiter(ParticipantTrack track, ReadOnlyMemory<byte> remaining, OutboundMessage? whole, string? customId)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Track = track;
        Remaining = remaining;
        Whole = whole;
        CustomId = customId;
    }

    public ParticipantTrack Track { get; }

    /// <summary>Audio that is still the caller's.</summary>
    public ReadOnlyMemory<byte> Remaining { get; set; }

    /// <summary>A raw audio message, which enters whole or not at all.</summary>
    public OutboundMessage? Whole { get; }

    public long BytesLeft => Remaining.Length + (Whole?.Length ?? 0);

    public string? CustomId { get; }

    public string LastId { get; set; } = string.Empty;
}
