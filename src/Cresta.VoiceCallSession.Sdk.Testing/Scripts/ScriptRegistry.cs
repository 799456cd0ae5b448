using System.Collections.Concurrent;

namespace Cresta.VoiceCallSession.Sdk.Testing.Scripts;

/// <summary>Which script a stream or a unary event gets: the next one-shot, else its call's, else the one for all.</summary>
internal sealed class ScriptRegistry
{
    private readonly ConcurrentQueue<CallScript> _next = new();
    private readonly ConcurrentQueue<UnaryScript> _nextUnary = new();
    private readonly ConcurrentDictionary<string, CallScript> _byCall = new(StringComparer.Ordinal);
    private volatile CallScript _forAll = CallScript.Answering();
    private volatile UnaryScript _forAllUnary = UnaryScript.Answering();

    public CallScript ForAll
    {
        get => _forAll;
        set => _forAll = value;
    }

    public UnaryScript ForAllUnary
    {
        get => _forAllUnary;
        set => _forAllUnary = value;
    }

    public void Enqueue(CallScript script, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _next.Enqueue(script);
        }
    }

    public void Enqueue(UnaryScript script, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _nextUnary.Enqueue(script);
        }
    }

    public void Set(string platformCallId, CallScript script) => _byCall[platformCallId] = script;

    /// <summary>The plan as far as it is known when a stream opens; null when it depends on which call the configuration names.</summary>
    public CallPlan? AtOpening()
    {
        if (_next.TryDequeue(out var script))
        {
            return script.Plan;
        }

        return _byCall.IsEmpty ? _forAll.Plan : null;
    }

    public CallPlan ForCall(string platformCallId) => (_byCall.TryGetValue(platformCallId, out var script) ? script : _forAll).Plan;

    public UnaryScript TakeUnary() => _nextUnary.TryDequeue(out var script) ? script : _forAllUnary;
}
