namespace Cresta.VoiceCallSession.Sdk.Client;

/// <summary>The open calls of a client, until it takes no more. Thread-safe.</summary>
internal sealed class LiveCalls
{
    private readonly object _gate = new();
    private readonly HashSet<LiveCall> _calls = new(ReferenceEqualityComparer.Instance);
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _calls.Count;
            }
        }
    }

    /// <summary>Adds a call until it is over; false where no more are taken.</summary>
    public bool TryAdd(LiveCall call)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _calls.Add(call);
        }

        _ = call.Completion.ContinueWith(_ => Remove(call), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return true;
    }

    /// <summary>Takes no more calls, and gives those that are open.</summary>
    public IReadOnlyList<LiveCall> Close()
    {
        lock (_gate)
        {
            _closed = true;
            return [.. _calls];
        }
    }

    /// <summary>Takes no more calls, lets those that are open go on for a while, then ends them, and waits until they are over.</summary>
    public async Task<IReadOnlyList<DrainedCall>> DrainAsync(TimeSpan gracePeriod, bool withEndEvent, TimeProvider timeProvider)
    {
        var calls = Close();
        var reports = Task.WhenAll(calls.Select(static call => call.Completion));
        try
        {
            await reports.WaitAsync(gracePeriod, timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            foreach (var call in calls)
            {
                (withEndEvent ? call.End : call.Complete)();
            }
        }

        return [.. (await reports.ConfigureAwait(false)).Zip(calls, static (report, call) => new DrainedCall(call.PlatformCallId, report))];
    }

    private void Remove(LiveCall call)
    {
        lock (_gate)
        {
            _calls.Remove(call);
        }
    }
}
