using Google.Rpc;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>Waits for answers.</summary>
internal sealed partial class DeliveryLedger
{
    /// <summary>
    /// Waits for the answer to a message that has entered the queue.
    /// </summary>
    public async Task WaitAsync(string id, long lastQueued, Func<string, Status, Exception> rejection, CancellationToken cancellationToken)
    {
        AcknowledgementWaiter waiter;
        lock (_gate)
        {
            if (!TryGetNumber(id, out var number) || number > lastQueued)
            {
                throw new ArgumentException($"Sequence id \"{id}\" belongs to no message of this call; pass one that a send returned.", nameof(id));
            }

            if (_rejected.Contains(number))
            {
                throw rejection(id, _rejections.GetValueOrDefault(number) ?? new Status { Code = (int)Code.Unknown, Message = "the server refused the message" });
            }

            if (_dropped.Contains(number))
            {
                throw NeverSent();
            }

            if (IsAbandoned(number))
            {
                throw NotSentAgain();
            }

            var index = _open.IndexOf(number);
            if (number <= _lastSent && !_folded.MayHold(number) && (index < 0 || _open[index].Settled))
            {
                return;
            }

            if (_over is not null)
            {
                throw _over();
            }

            waiter = _waiters.Add(number);
        }

        try
        {
            await waiter.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RejectedException e)
        {
            throw rejection(id, e.Status);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    /// <summary>The call is over: whoever still waits for an answer is told.</summary>
    public void Close(Func<Exception> over)
    {
        lock (_gate)
        {
            _over = over;
            _waiters.Fail(number: null, over);
        }
    }
}
