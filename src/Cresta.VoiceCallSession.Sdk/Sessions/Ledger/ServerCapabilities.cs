using System.Collections.Concurrent;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>What the calls of one client have observed of their server, so that a call which breaks early need not start from nothing. Thread-safe.</summary>
internal sealed class ServerCapabilities
{
    // Types of events are few; a server or an application that makes up new ones must not fill the memory.
    private const int MaxEventTypes = 256;

    private readonly ConcurrentDictionary<string, int> _answeredEvents = new(StringComparer.Ordinal);
    private volatile bool _acknowledgesAudio;

    /// <summary>Whether the server has acknowledged audio, in whichever call.</summary>
    public bool AcknowledgesAudio => _acknowledgesAudio;

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
