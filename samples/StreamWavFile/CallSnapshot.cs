namespace StreamWavFile;

/// <summary>
/// A moment of a call. <paramref name="Duration"/> is null where the file's header does not know it; <paramref name="Incidents"/> are the
/// last that befell it.
/// </summary>
internal sealed record CallSnapshot(
    CallPhase Phase, TimeSpan? Duration, IReadOnlyList<PartySnapshot> Parties, int Events, int EventsAcknowledged, TimeSpan? RoundTrip,
        IReadOnlyList<string> Incidents);
