using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>A sender that waits for room, with what it has left to send. Guarded by the queue's lock.</summary>
internal sealed class BlockedSender : TaskCompletionSource<string>
{
    public BlockedSender(ParticipantAudio track, ReadOnlyMemory<byte> remaining, OutboundMessage? whole, string? customId)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Track = track;
        Remaining = remaining;
        Whole = whole;
        CustomId = customId;
    }

    public ParticipantAudio Track { get; }

    /// <summary>Audio that is still the caller's.</summary>
    public ReadOnlyMemory<byte> Remaining { get; set; }

    /// <summary>A raw audio message, which enters whole or not at all.</summary>
    public OutboundMessage? Whole { get; }

    public long BytesLeft => Remaining.Length + (Whole?.Length ?? 0);

    public string? CustomId { get; }

    public string LastId { get; set; } = string.Empty;

    /// <summary>Waits, not under the lock, until the audio is taken, or gives up when the token is cancelled.</summary>
    public async ValueTask<string> WaitAsync(Action<BlockedSender, CancellationToken> abandon, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (sender, abandon) = ((BlockedSender, Action<BlockedSender, CancellationToken>))state!;
                abandon(sender, token);
            },
            (this, abandon));
        await using (registration.ConfigureAwait(false))
        {
            return await Task.ConfigureAwait(false);
        }
    }
}
