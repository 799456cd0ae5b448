namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>Plans in the order in which they are used up; the last one stays. Thread-safe.</summary>
internal sealed class PlanQueue<T>(T first)
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _next = [];
    private T _rest = first;

    /// <summary>Replaces all plans: one for each in order, and the last for all that follow.</summary>
    public void Set(IReadOnlyList<T> plans)
    {
        lock (_gate)
        {
            _next.Clear();
            foreach (var plan in plans.Take(plans.Count - 1))
            {
                _next.Enqueue(plan);
            }

            _rest = plans[^1];
        }
    }

    public void Enqueue(T plan, int times)
    {
        lock (_gate)
        {
            for (var i = 0; i < times; i++)
            {
                _next.Enqueue(plan);
            }
        }
    }

    public T Take()
    {
        lock (_gate)
        {
            return _next.TryDequeue(out var plan) ? plan : _rest;
        }
    }
}
