using Cresta.VoiceCallSession.Sdk.Testing.Http2;
using Cresta.VoiceCallSession.Sdk.Testing.Scripts;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// What a <see cref="RawHttp2Server"/> does with a connection, next to the plans of its streams. Immutable and thread-safe; every method
/// gives a new plan: <c>Http2ConnectionPlan.Serving().LimitRequests(10)</c>.
/// </summary>
public sealed class Http2ConnectionPlan
{
    private static readonly Http2ConnectionPlan Plain = new(new ConnectionRules());

    private Http2ConnectionPlan(ConnectionRules rules) => Rules = rules;

    internal ConnectionRules Rules { get; }

    /// <summary>A connection without faults.</summary>
    public static Http2ConnectionPlan Serving() => Plain;

    /// <summary>Accepts the connection and sends nothing at all, not even SETTINGS, while it goes on reading.</summary>
    public static Http2ConnectionPlan Silent() => new(new ConnectionRules { Greeting = ConnectionGreeting.Nothing });

    /// <summary>Sends an HTTP/1.1 response instead of SETTINGS and closes the connection, as an endpoint without HTTP/2 does.</summary>
    public static Http2ConnectionPlan Http1() =>
        Http1("HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    /// <summary>Sends a text instead of SETTINGS, once the client's first bytes have come, and closes the connection.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static Http2ConnectionPlan Http1(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(new ConnectionRules { Greeting = ConnectionGreeting.Text, GreetingText = text });
    }

    /// <summary>Sends these settings at the start.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
    public Http2ConnectionPlan WithSettings(Http2Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new(Rules with { Settings = settings });
    }

    /// <summary>Serves every stream of the connection by one plan, before all plans that the server has for streams.</summary>
    /// <param name="plan">The plan.</param>
    /// <exception cref="ArgumentNullException"><paramref name="plan"/> is null.</exception>
    public Http2ConnectionPlan WithStreams(Http2StreamPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new(Rules with { Streams = plan });
    }

    /// <summary>Resets every stream with REFUSED_STREAM.</summary>
    public Http2ConnectionPlan RefuseStreams() => WithStreams(Http2StreamPlan.Refusing());

    /// <summary>
    /// Sends GOAWAY (NO_ERROR) with the n-th request and closes the connection when the last of them has ended, as nginx does by
    /// <c>keepalive_requests</c>. Later requests on the connection are ignored.
    /// </summary>
    /// <param name="requests">How many, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="requests"/> is below 1.</exception>
    public Http2ConnectionPlan LimitRequests(int requests)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requests, 1);
        return new(Rules with { MaxRequests = requests });
    }

    /// <summary>
    /// Counts a PING as a strike when it comes too soon after the one before and the server has sent no HEADERS or DATA in between. One
    /// strike too many is answered with GOAWAY (ENHANCE_YOUR_CALM, <c>too_many_pings</c>) and the end of the connection, as by gRPC
    /// servers.
    /// </summary>
    /// <param name="minInterval">
    /// Least time between two PINGs, by the server's <see cref="TimeProvider"/>; gRPC servers have 5 minutes.
    /// </param>
    /// <param name="maxStrikes">How many strikes are tolerated, from 0; gRPC servers have 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative or more than a day.</exception>
    public Http2ConnectionPlan LimitPings(TimeSpan minInterval, int maxStrikes = 2)
    {
        ScriptTime.ThrowIfOutOfRange(minInterval);
        ArgumentOutOfRangeException.ThrowIfNegative(maxStrikes);
        return new(Rules with { MinPingInterval = minInterval, MaxPingStrikes = maxStrikes });
    }

    /// <summary>Leaves PINGs unanswered, as a peer does that is gone.</summary>
    public Http2ConnectionPlan IgnorePings() => new(Rules with { IgnoresPings = true });

    /// <summary>Does something some time after the connection's start, if it is still open: a maximum age, for example.</summary>
    /// <param name="delay">The time, by the server's <see cref="TimeProvider"/>; zero is right after SETTINGS.</param>
    /// <param name="actions">What, in this order: actions on connections only.</param>
    /// <exception cref="ArgumentNullException"><paramref name="actions"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">An action needs a stream.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative or more than a day.</exception>
    public Http2ConnectionPlan After(TimeSpan delay, params Http2Action[] actions)
    {
        ScriptTime.ThrowIfOutOfRange(delay);
        var step = new PlanStep(StreamTrigger.Time, Http2Action.ForConnection(actions)) { Delay = delay };
        return new(Rules with { Steps = Rules.Steps.Add(step) });
    }
}
