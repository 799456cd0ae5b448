namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>Messages that were written and not answered for yet, kept in order for a further stream to carry them again. Guarded by the queue's lock.</summary>
internal sealed class ReplayWindow
{
    private readonly OutboundList _written = new();

    public OutboundMessage? First => _written.First;

    public OutboundMessage? Last => _written.Last;

    /// <summary>Audio in the window.</summary>
    public long Bytes { get; private set; }

    public void Add(OutboundMessage message)
    {
        _written.AddLast(message);
        Count(message, message.Length);
    }

    public void Remove(OutboundMessage message)
    {
        _written.Remove(message);
        Count(message, -message.Length);
    }

    public OutboundMessage? OldestAudio(ParticipantTrack? ofTrack) => _written.OldestAudio(ofTrack);

    private void Count(OutboundMessage message, int bytes)
    {
        if (message.Track is { } track)
        {
            Bytes += bytes;
            track.WindowBytes += bytes;
        }
    }
}
