namespace StreamWavFile.View;

/// <summary>
/// One party's audio: how much of it was sent, and how much of that the server has acknowledged. Guarded by <see cref="CallProgress"/>.
/// </summary>
internal sealed class PartyProgress(string name)
{
    private readonly Queue<Chunk> _unacknowledged = new();
    private Chunk? _last;

    public string Name { get; } = name;

    public TimeSpan Sent { get; private set; }

    public TimeSpan Acknowledged { get; private set; }

    public void AddFrame(long sequenceId, TimeSpan duration, long timestamp)
    {
        Sent += duration;
        if (_last?.SequenceId != sequenceId)
        {
            _last = new Chunk { SequenceId = sequenceId };
            _unacknowledged.Enqueue(_last);
        }

        _last.End = Sent;
        _last.Timestamp = timestamp;
    }

    /// <summary>
    /// Takes an acknowledgement, which covers every earlier message too. Returns the time at which the message itself was sent, if it was
    /// this party's.
    /// </summary>
    public long? Acknowledge(long sequenceId)
    {
        long? sent = null;
        while (_unacknowledged.TryPeek(out var chunk) && chunk.SequenceId <= sequenceId)
        {
            _unacknowledged.Dequeue();
            Acknowledged = chunk.End;
            sent = chunk.SequenceId == sequenceId ? chunk.Timestamp : null;
        }

        return sent;
    }

    /// <summary>The frames of one message.</summary>
    private sealed class Chunk
    {
        public required long SequenceId { get; init; }

        public TimeSpan End { get; set; }

        public long Timestamp { get; set; }
    }
}
