using Cresta.VoiceCallSession.Sdk.Sessions.Context;
using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>What every stream of a call works on.</summary>
/// <param name="Context">What all calls share.</param>
/// <param name="Queue">Where messages come from.</param>
/// <param name="Ledger">Where they are booked.</param>
/// <param name="Telemetry">Where what happens is told.</param>
/// <param name="Flushed">To be completed when everything is written and the stream half-closed.</param>
internal sealed record CallServices(
    ClientServices Context, CallQueue Queue, DeliveryLedger Ledger, CallTelemetry Telemetry, TaskCompletionSource Flushed);
