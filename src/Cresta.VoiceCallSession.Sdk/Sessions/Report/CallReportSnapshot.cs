using Cresta.VoiceCallSession.Sdk.Sessions.Context;
using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Report;

/// <summary>The state of a call that has ended, from which its report is built.</summary>
internal sealed record CallReportSnapshot(
    CallOutcome Outcome,
    VoiceCallSessionException? Failure,
    string? ConversationName,
    AudioShape Shape,
    DeliveryLedger Ledger,
    QueueSnapshot Queue,
    AttemptRecords Attempts,
    long ResponsesShed,
    TimeProvider TimeProvider);
