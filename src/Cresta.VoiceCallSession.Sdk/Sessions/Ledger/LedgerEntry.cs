using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>A message that has been written and not answered for yet.</summary>
internal record struct LedgerEntry(long Number, ParticipantAudio? Track, int Bytes, long Position, EventRecord? Event, long SentAt)
{
    /// <summary>How many messages had been written with it. Numbers may have gaps, where callers choose them.</summary>
    public long Ordinal { get; init; }


    public bool Settled { get; set; }

    public readonly OutboundKind Kind =>
        Event is not null ? OutboundKind.Event : Track is not null ? OutboundKind.Audio : OutboundKind.Configuration;
}
