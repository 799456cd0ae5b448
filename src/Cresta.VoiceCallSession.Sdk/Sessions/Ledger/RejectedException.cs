using Google.Rpc;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>Carries a failing in-band status from the ledger to the wait that it ends; never seen outside.</summary>
internal sealed class RejectedException(Status status) : Exception(status.Message)
{
    public Status Status { get; } = status;
}
