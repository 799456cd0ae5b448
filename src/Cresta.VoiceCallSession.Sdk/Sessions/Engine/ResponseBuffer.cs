using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>
/// Answers that wait for a reader, bounded in number and in bytes. Past a bound the oldest good answer is shed and counted. Failing ones have a bound of their own, of which the first half and the last
/// half are kept, because how a failure began and how it stands now is what is asked for. A slow reader, or the lack of one, holds nobody up. Thread-safe.
/// </summary>
internal sealed class ResponseBuffer<TResponse>(int capacity, long maxBytes)
    where TResponse : class
{
    private readonly object _gate = new();
    private readonly ResponseList<TResponse> _good = new();
    private readonly ResponseList<TResponse> _firstFailing = new();
    private readonly ResponseList<TResponse> _lastFailing = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private Func<Exception>? _failure;
    private long _arrivals;
    private long _shed;
    private int _readers;

    /// <summary>Answers that were shed because nobody read them in time.</summary>
    public long Shed => Interlocked.Read(ref _shed);

    public void Add(TResponse response, int bytes, bool failing)
    {
        lock (_gate)
        {
            var entry = new BufferedResponse<TResponse>(_arrivals++, response, bytes);
            if (!failing)
            {
                AddBoundedLocked(_good, entry, capacity, maxBytes);
            }
            else if (_lastFailing.Count == 0 && _firstFailing.Fits(entry, (capacity + 1) / 2, maxBytes / 2))
            {
                _firstFailing.Add(entry);
            }
            else
            {
                AddBoundedLocked(_lastFailing, entry, Math.Max(1, capacity / 2), maxBytes / 2);
            }
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

    private void AddBoundedLocked(ResponseList<TResponse> list, BufferedResponse<TResponse> entry, int maxCount, long bytes)
    {
        while (list.Count > 0 && !list.Fits(entry, maxCount, bytes))
        {
            list.RemoveFirst();
            _shed++;
        }

        list.Add(entry);
    }

    private bool TryTake(out TResponse response)
    {
        lock (_gate)
        {
            ResponseList<TResponse>? oldest = null;
            foreach (var list in (ReadOnlySpan<ResponseList<TResponse>>)[_good, _firstFailing, _lastFailing])
            {
                oldest = list.Count > 0 && (oldest is null || list.FirstArrival < oldest.FirstArrival) ? list : oldest;
            }

            response = oldest?.RemoveFirst().Response!;
            return oldest is not null;
        }
    }
}
