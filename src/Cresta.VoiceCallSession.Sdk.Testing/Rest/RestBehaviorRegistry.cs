using System.Collections.Concurrent;

namespace Cresta.VoiceCallSession.Sdk.Testing.Rest;

/// <summary>Which behaviour a REST request gets: the next one-shot, else the one for all. Thread-safe.</summary>
internal sealed class RestBehaviorRegistry(RestBehavior forAll)
{
    private readonly ConcurrentQueue<RestBehavior> _next = new();
    private volatile RestBehavior _forAll = forAll;

    public RestBehavior ForAll
    {
        get => _forAll;
        set => _forAll = value;
    }

    public void Enqueue(RestBehavior behavior, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _next.Enqueue(behavior);
        }
    }

    public RestBehavior Take() => _next.TryDequeue(out var behavior) ? behavior : _forAll;
}
