using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Sessions.Attempts;
using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>
/// Why a call ends when it is not the server that ends it: a deadline of ours, or the caller's abort. The first cause stands, so that every
/// call has one outcome however many things end it at once.
/// </summary>
internal sealed class CallShutdown(VoiceCallSessionClientOptions options, CallQueue queue, DeliveryLedger ledger)
{
    private readonly object _gate = new();

    public CallErrorException? Cause { get; private set; }

    public CallOutcome Outcome { get; private set; }

    public void TrySetCause(CallOutcome outcome, CallErrorException cause)
    {
        lock (_gate)
        {
            if (Cause is null)
            {
                Outcome = outcome;
                Cause = cause;
            }
        }
    }

    /// <summary>Holds an ending call to its two deadlines: to write what is queued, then to hear the last answers.</summary>
    public async Task WatchAsync(Task flushed, Task completion, Action abort)
    {
        var timeProvider = options.TimeProvider;
        if (!await InTimeAsync(flushed, options.FlushTimeout, timeProvider).ConfigureAwait(false))
        {
            TrySetCause(CallOutcome.Failed, CallErrors.FlushTimedOut(options.FlushTimeout, queue.QueuedBytes));
            abort();
        }
        else if (!await InTimeAsync(completion, options.DrainTimeout, timeProvider).ConfigureAwait(false))
        {
            // A server that has answered for everything has done its part, whether it ends its stream or not.
            var unacknowledged = ledger.Unacknowledged;
            TrySetCause(unacknowledged == 0 ? CallOutcome.Completed : CallOutcome.Failed,
                CallErrors.DrainTimedOut(options.DrainTimeout, unacknowledged));
            abort();
        }
    }

    private static async Task<bool> InTimeAsync(Task task, TimeSpan timeout, TimeProvider timeProvider)
    {
        try
        {
            await task.WaitAsync(timeout, timeProvider).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
