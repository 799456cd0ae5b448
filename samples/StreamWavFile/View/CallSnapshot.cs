namespace StreamWavFile.View;

/// <summary>
/// The state of a call at one time. <paramref name="Duration"/> is null if the file's header leaves it open;
/// <paramref name="Incidents"/> are the latest ones.
/// </summary>
internal sealed record CallSnapshot(
    CallPhase Phase, TimeSpan? Duration, IReadOnlyList<PartySnapshot> Parties, int Events, int EventsAcknowledged, TimeSpan? RoundTrip,
        IReadOnlyList<string> Incidents);
