namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <content>What the server is told to do. Streams that are open keep the script that they have.</content>
public sealed partial class FakeVoiceCallSessionServer
{
    /// <summary>Script of every stream from now on that has no other.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public CallScript Script
    {
        get => _state.Scripts.ForAll;
        set => _state.Scripts.ForAll = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Script of every <c>ProcessSessionEvent</c> from now on that has no other.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public UnaryScript UnaryScript
    {
        get => _state.Scripts.ForAllUnary;
        set => _state.Scripts.ForAllUnary = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>What stands between REST clients and the service, for every REST request from now on that has no other.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public RestBehavior Rest
    {
        get => _state.Rest.ForAll;
        set => _state.Rest.ForAll = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Queues a behaviour for the next REST request, stream or unary; gRPC requests leave it where it is.</summary>
    /// <param name="behavior">The behaviour.</param>
    /// <exception cref="ArgumentNullException"><paramref name="behavior"/> is null.</exception>
    public void RestNext(RestBehavior behavior) => RestNext(behavior, 1);

    /// <summary>Queues a behaviour for some REST requests, streams or unary; gRPC requests leave it where it is.</summary>
    /// <param name="behavior">The behaviour.</param>
    /// <param name="times">How many requests, from 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="behavior"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is below 1.</exception>
    public void RestNext(RestBehavior behavior, int times)
    {
        ArgumentNullException.ThrowIfNull(behavior);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        _state.Rest.Enqueue(behavior, times);
    }

    /// <summary>Queues a script for one stream: the next authorized stream that is opened takes it, before any other script.</summary>
    /// <param name="script">The script.</param>
    /// <exception cref="ArgumentNullException"><paramref name="script"/> is null.</exception>
    public void ScriptNext(CallScript script) => ScriptNext(script, 1);

    /// <summary>Queues a script for some streams: each of the next authorized ones takes one, before any other script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="times">How many streams, from 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="script"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is below 1.</exception>
    public void ScriptNext(CallScript script, int times)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        _state.Scripts.Enqueue(script, times);
    }

    /// <summary>Sets the script of every stream of one call; <see cref="ScriptNext(CallScript)"/> goes before it.</summary>
    /// <param name="platformCallId">The call id that the configuration will name.</param>
    /// <param name="script">The script.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public void ScriptFor(string platformCallId, CallScript script)
    {
        ArgumentNullException.ThrowIfNull(platformCallId);
        ArgumentNullException.ThrowIfNull(script);
        _state.Scripts.Set(platformCallId, script);
    }

    /// <summary>Queues a script for the next authorized <c>ProcessSessionEvent</c>.</summary>
    /// <param name="script">The script.</param>
    /// <exception cref="ArgumentNullException"><paramref name="script"/> is null.</exception>
    public void ScriptNextUnary(UnaryScript script) => ScriptNextUnary(script, 1);

    /// <summary>Queues a script for some of the next authorized <c>ProcessSessionEvent</c> calls.</summary>
    /// <param name="script">The script.</param>
    /// <param name="times">How many calls, from 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="script"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is below 1.</exception>
    public void ScriptNextUnary(UnaryScript script, int times)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        _state.Scripts.Enqueue(script, times);
    }
}
