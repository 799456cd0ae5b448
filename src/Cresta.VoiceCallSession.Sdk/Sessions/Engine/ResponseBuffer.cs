using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>
/// Answers that wait for a reader. Bounded: past the capacity the oldest good answer is shed and counted; failing ones never are.
/// A reader that is slow, or that there is none of, holds nobody up.
/// </summary>
internal sealed class ResponseBuffer<TResponse>(int capacity)
    where TResponse : class
{
    private readonly object _gate = new();
    private readonly Queue<(long Arrival, TResponse Response)> _good = new();
    private readonly Queue<(long Arrival, TResponse Response)> _failing = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private Func<Exception>? _failure;
    private long _arrivals;
    private int _readers;

    public long Shed { get; private set; }

    public void Add(TResponse response, bool failing)
    {
        lock (_gate)
        {
            if (!failing && _good.Count + _failing.Count >= capacity)
            {
                Shed++;
                if (_good.Count == 0)
                {
                    return;
                }

                _good.Dequeue();
            }

            (failing ? _failing : _good).Enqueue((_arrivals++, response));
        }

        _wake.Writer.TryWrite(true);
    }

    public void Complete(Func<Exception>? failure)
    {
        _failure = failure;
        _wake.Writer.TryComplete();
    }

    /// <summary>Claims the one reading that there is.</summary>
    public void Claim()
    {
        if (Interlocked.Exchange(ref _readers, 1) != 0)
        {
            throw new InvalidOperationException("ReadAllAsync was called a second time; a call's answers can be read once. Share what the first reading gives.");
        }
    }

    public async IAsyncEnumerable<TResponse> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            _wake.Reader.TryRead(out _);
            while (TryTake(out var response))
            {
                yield return response;
            }
        }
        while (await _wake.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false));

        while (TryTake(out var response))
        {
            yield return response;
        }

        if (_failure is not null)
        {
            throw _failure();
        }
    }

    private bool TryTake(out TResponse response)
    {
        lock (_gate)
        {
            var failingFirst = _failing.TryPeek(out var failing) && (!_good.TryPeek(out var good) || failing.Arrival < good.Arrival);
            var taken = (failingFirst ? _failing : _good).TryDequeue(out var entry);
            response = entry.Response;
            return taken;
        }
    }
}
