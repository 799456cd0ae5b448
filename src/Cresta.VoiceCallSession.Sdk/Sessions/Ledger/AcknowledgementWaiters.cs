using Google.Rpc;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>Those who wait for answers: few at a time, so a list does. Guarded by the ledger's lock.</summary>
internal sealed class AcknowledgementWaiters
{
    private readonly List<AcknowledgementWaiter> _waiters = [];

    public AcknowledgementWaiter Add(long number)
    {
        var waiter = new AcknowledgementWaiter(number);
        _waiters.Add(waiter);
        return waiter;
    }

    public void Remove(AcknowledgementWaiter waiter) => _waiters.Remove(waiter);

    public void Acknowledge(long first, long last)
    {
        foreach (var waiter in _waiters)
        {
            if (waiter.Number >= first && waiter.Number <= last)
            {
                waiter.TrySetResult();
            }
        }
    }

    public void Reject(long number, Status status)
    {
        foreach (var waiter in _waiters)
        {
            if (waiter.Number == number)
            {
                waiter.TrySetException(new RejectedException(status));
            }
        }
    }

    /// <summary>Tells those who wait for one message, or, without a number, for any up to the last.</summary>
    public void Fail(long? number, Func<Exception> failure, long last = long.MaxValue)
    {
        foreach (var waiter in _waiters)
        {
            if (waiter.Number == number || (number is null && waiter.Number <= last))
            {
                waiter.TrySetException(failure());
            }
        }
    }
}
