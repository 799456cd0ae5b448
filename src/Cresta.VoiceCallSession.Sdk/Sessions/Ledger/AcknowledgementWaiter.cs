namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>Somebody who waits for the answer to one message.</summary>
internal sealed class AcknowledgementWaiter(long number) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public long Number { get; } = number;
}
