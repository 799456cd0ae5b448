using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>
/// Answers that wait for a reader, bounded in number and in bytes. Past a bound the oldest good answer is shed and counted. Failing answers
/// displace good ones; when they alone fill the buffer, the first half and the last half of them are kept, since the beginning of a failure
/// and its current state explain it. A slow reader, or no reader, delays nothing. Thread-safe.
/// </summary>
internal sealed class ResponseBuffer<TResponse>(int capacity, long maxBytes)
    where TResponse : class
{
    private readonly object _gate = new();
    private readonly ResponseList<TResponse> _good = new();
    private readonly ResponseList<TResponse> _firstFailing = new();
    private readonly ResponseList<TResponse> _lastFailing = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
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
            while (_good.Count > 0 && !FitsLocked(entry))
            {
                _good.RemoveFirst();
                _shed++;
            }

            if (!failing)
            {
                AddGoodLocked(entry);
            }
            else if (_lastFailing.Count == 0 && _firstFailing.Fits(entry, (capacity + 1) / 2, maxBytes / 2))
            {
                _firstFailing.Add(entry);
            }
            else
            {
                AddLastFailingLocked(entry);
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
            throw new InvalidOperationException("ReadAllAsync was called a second time; a call's answers can be read once. Share the "
                + "responses of the first reading.");
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

    private bool FitsLocked(BufferedResponse<TResponse> entry) =>
        _good.Count + _firstFailing.Count + _lastFailing.Count < capacity
            && _good.Bytes + _firstFailing.Bytes + _lastFailing.Bytes + entry.Bytes <= maxBytes;

    private void AddGoodLocked(BufferedResponse<TResponse> entry)
    {
        // An answer that is larger than the buffer is still given to a reader that waits for the next one.
        if (FitsLocked(entry) || _firstFailing.Count == 0)
        {
            _good.Add(entry);
        }
        else
        {
            _shed++;
        }
    }

    private void AddLastFailingLocked(BufferedResponse<TResponse> entry)
    {
        while (_lastFailing.Count > 0 && !_lastFailing.Fits(entry, capacity / 2, maxBytes / 2))
        {
            _lastFailing.RemoveFirst();
            _shed++;
        }

        _lastFailing.Add(entry);
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
