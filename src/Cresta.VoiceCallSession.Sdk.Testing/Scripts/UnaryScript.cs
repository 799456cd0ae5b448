using Cresta.VoiceCallSession.Sdk.Testing.Scripts;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// What the fake server does with one <c>ProcessSessionEvent</c>. Immutable and thread-safe; every method gives a new script.
/// </summary>
public sealed class UnaryScript
{
    private static readonly UnaryScript Plain = new(null, TimeSpan.Zero, abortsConnection: false);

    private UnaryScript(ScriptedStatus? status, TimeSpan delay, bool abortsConnection)
    {
        Status = status;
        Delay = delay;
        AbortsConnection = abortsConnection;
    }

    internal ScriptedStatus? Status { get; }

    internal TimeSpan Delay { get; }

    internal bool AbortsConnection { get; }

    /// <summary>The well-behaved server: a valid event is answered with OK.</summary>
    public static UnaryScript Answering() => Plain;

    /// <summary>Answers with a status.</summary>
    /// <param name="code">The code.</param>
    public UnaryScript FailWith(StatusCode code) => FailWith(new ScriptedStatus(code));

    /// <summary>Answers with a status, its details and its trailers.</summary>
    /// <param name="status">The status.</param>
    /// <exception cref="ArgumentNullException"><paramref name="status"/> is null.</exception>
    public UnaryScript FailWith(ScriptedStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return new(status, Delay, AbortsConnection);
    }

    /// <summary>Waits before it answers.</summary>
    /// <param name="delay">
    /// The wait, by the server's <see cref="TimeProvider"/>; <see cref="Timeout.InfiniteTimeSpan"/> never answers.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative and not infinite, or more than a day.</exception>
    public UnaryScript DelayAnswer(TimeSpan delay)
    {
        if (delay != Timeout.InfiniteTimeSpan)
        {
            ScriptTime.ThrowIfOutOfRange(delay);
        }

        return new(Status, delay, AbortsConnection);
    }

    /// <summary>Aborts the TCP connection instead of answering, after the delay if there is one.</summary>
    public UnaryScript AbortConnection() => new(Status, Delay, abortsConnection: true);
}
