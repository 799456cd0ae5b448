using Cresta.VoiceCallSession.Sdk.Testing.Scripts;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// What the fake server does with a stream: how it answers and how it fails. Immutable and thread-safe; every method gives a new script, so
/// that scripts combine: <c>CallScript.Answering().AnswerEvery(5).GoAwayAfter(20).EndWithStatus(StatusCode.Unavailable, 50)</c>.
/// </summary>
/// <remarks>
/// Messages are counted per stream from 1, the configuration. What happens <em>after n</em> messages happens when the n-th has been
/// received, recorded and answered; 0 is before anything is read (with
/// <see cref="FakeVoiceCallSessionServer.ScriptFor(string, CallScript)"/>, where only the configuration tells the call: after message 1). A
/// script has at most one cut (end, stop reading, reset, abort): of several the earliest happens.
/// </remarks>
public sealed partial class CallScript
{
    private static readonly CallScript Plain = new(new CallPlan());

    private CallScript(CallPlan plan) => Plan = plan;

    internal CallPlan Plan { get; }

    /// <summary>
    /// The well-behaved server: each message with a sequence id is answered with OK, and the stream ends with OK after the client's
    /// half-close.
    /// </summary>
    public static CallScript Answering() => Plain;

    /// <summary>Ends the stream with a status after some messages.</summary>
    /// <param name="code">The code.</param>
    /// <param name="afterMessages">Number of messages, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="afterMessages"/> is negative.</exception>
    public CallScript EndWithStatus(StatusCode code, int afterMessages) => EndWithStatus(new ScriptedStatus(code), afterMessages);

    /// <summary>Ends the stream with a status, its details and its trailers after some messages.</summary>
    /// <param name="status">The status.</param>
    /// <param name="afterMessages">Number of messages, from 0.</param>
    /// <exception cref="ArgumentNullException"><paramref name="status"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="afterMessages"/> is negative.</exception>
    public CallScript EndWithStatus(ScriptedStatus status, int afterMessages)
    {
        ArgumentNullException.ThrowIfNull(status);
        return Cut(new StreamCut(NotNegative(afterMessages), CutKind.End) { Status = status });
    }

    /// <summary>Ends the stream early and well, with OK, while the client is still sending.</summary>
    /// <param name="messages">Number of messages, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="messages"/> is negative.</exception>
    public CallScript EndAfter(int messages) => Cut(new StreamCut(NotNegative(messages), CutKind.End));

    /// <summary>
    /// Reads nothing more after some messages and leaves the stream open until it is torn down. The client can send on until HTTP/2's flow
    /// control stops it.
    /// </summary>
    /// <param name="messages">Number of messages, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="messages"/> is negative.</exception>
    public CallScript StopReadingAfter(int messages) => Cut(new StreamCut(NotNegative(messages), CutKind.StopReading));

    /// <summary>
    /// Resets the stream (RST_STREAM) after some messages; the connection and its other streams go on. Answers written just before may not
    /// arrive, as on a real network.
    /// </summary>
    /// <param name="messages">Number of messages, from 0.</param>
    /// <param name="errorCode">The error code that the client sees.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="messages"/> is negative.</exception>
    public CallScript ResetAfter(int messages, Http2ErrorCode errorCode) =>
        Cut(new StreamCut(NotNegative(messages), CutKind.Reset) { ErrorCode = errorCode });

    /// <summary>
    /// Aborts the TCP connection after some messages, with all the streams on it. Answers written just before may not arrive, as on a real
    /// network.
    /// </summary>
    /// <param name="messages">Number of messages, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="messages"/> is negative.</exception>
    public CallScript AbortConnectionAfter(int messages) => Cut(new StreamCut(NotNegative(messages), CutKind.AbortConnection));

    /// <summary>
    /// Sends GOAWAY on the stream's connection after some messages: the streams on it go on, new ones need a new connection, and the
    /// connection closes with its last stream. A client that has not yet read the end of a stream that it was still sending may lose it
    /// then, as on a real network.
    /// </summary>
    /// <param name="messages">Number of messages, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="messages"/> is negative.</exception>
    public CallScript GoAwayAfter(int messages) => new(Plan with { GoAwayAfter = NotNegative(messages) });

    /// <summary>Never ends the stream after the client's half-close: the client has to run into its own deadline.</summary>
    public CallScript NeverEnd() => new(Plan with { NeverEnds = true });

    /// <summary>Waits before it treats each message, so that the server is slow: it reads the next one only then.</summary>
    /// <param name="delay">The wait, by the server's <see cref="TimeProvider"/>; zero for none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative or more than a day.</exception>
    public CallScript DelayEachMessage(TimeSpan delay)
    {
        ScriptTime.ThrowIfOutOfRange(delay);
        return new(Plan with { Delay = delay });
    }

    private static int NotNegative(
        int messages, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(messages))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(messages, name);
        return messages;
    }

    private CallScript Cut(StreamCut cut) => new(Plan.With(cut));
}
