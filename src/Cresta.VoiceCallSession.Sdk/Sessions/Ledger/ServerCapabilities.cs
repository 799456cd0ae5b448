using System.Collections.Concurrent;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>
/// What the calls of one client have observed of their server, so that a call which breaks early need not start from nothing. Thread-safe.
/// </summary>
internal sealed class ServerCapabilities
{
    // Types of events are few; a server or an application that makes up new ones must not fill the memory.
    private const int MaxEventTypes = 256;

    private readonly ConcurrentDictionary<string, int> _answeredEvents = new(StringComparer.Ordinal);
    private volatile bool _acknowledgesAudio;
    private volatile bool _leavesStreamsUnanswered;
    private int _unansweredStreams;

    /// <summary>Whether the server has acknowledged audio, in whichever call.</summary>
    public bool AcknowledgesAudio => _acknowledgesAudio;

    /// <summary>Whether the last stream over REST that could tell had no answer after some seconds of writing.</summary>
    public bool LeavesStreamsUnanswered => _leavesStreamsUnanswered;

    /// <summary>A stream over REST has had no answer for some seconds of writing.</summary>
    /// <returns>Whether it is the first of the client.</returns>
    public bool OnStreamUnanswered()
    {
        _leavesStreamsUnanswered = true;
        return Interlocked.Increment(ref _unansweredStreams) == 1;
    }

    /// <summary>A stream has had its first answer.</summary>
    public void OnStreamAnswered()
    {
        if (_leavesStreamsUnanswered)
        {
            _leavesStreamsUnanswered = false;
        }
    }

    public void OnAudioAcknowledged() => _acknowledgesAudio = true;

    /// <summary>How many events of this type the server has answered themselves, not by the answer to a later message.</summary>
    public int AnsweredEvents(string type) => _answeredEvents.GetValueOrDefault(type);

    public void OnEventAnswered(string type)
    {
        if (_answeredEvents.Count < MaxEventTypes || _answeredEvents.ContainsKey(type))
        {
            _answeredEvents.AddOrUpdate(type, 1, static (_, count) => Math.Min(count + 1, int.MaxValue - 1));
        }
    }
}
