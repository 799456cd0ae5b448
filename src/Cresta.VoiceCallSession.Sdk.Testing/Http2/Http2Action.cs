using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing.Http2;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// One thing that a <see cref="RawHttp2Server"/> does to a stream or to its connection. Immutable and thread-safe. Actions combine in
/// plans, see <see cref="Http2StreamPlan.AfterMessages"/>, and can be executed at any time, see <see cref="RawHttp2Stream.Execute"/>.
/// </summary>
/// <remarks>
/// What a stream sends waits for the client's flow control; a reset, GOAWAY, and the end of a connection do not, and discard what waits. An
/// action on a stream that has ended does nothing.
/// </remarks>
public sealed class Http2Action
{
    private readonly string _description;
    private readonly Action<ServerStream>? _onStream;
    private readonly Action<ServerConnection>? _onConnection;

    private Http2Action(string description, Action<ServerStream> onStream) => (_description, _onStream) = (description, onStream);

    private Http2Action(string description, Action<ServerConnection> onConnection) =>
        (_description, _onConnection) = (description, onConnection);

    /// <summary>Whether it sends the response headers itself, so that none may be sent before it.</summary>
    internal bool BeginsResponse { get; private init; }

    /// <summary>
    /// Resets the stream (RST_STREAM). Answers that wait for flow control are lost. It can follow an end, as proxies do that have not read
    /// the request to its end.
    /// </summary>
    /// <param name="code">The error code; any number can be sent, with a cast.</param>
    public static Http2Action Reset(Http2ErrorCode code) => new($"RST_STREAM {code}", stream => stream.Reset(code));

    /// <summary>
    /// Ends the stream by END_STREAM on an empty DATA frame, without trailers. For gRPC that is a broken stream, for REST a clean end.
    /// </summary>
    public static Http2Action EndStream() => new("END_STREAM without trailers", stream => stream.Response.End());

    /// <summary>
    /// Ends the stream as the service would: gRPC trailers; over REST an error as a line, or as the whole response with its HTTP status
    /// when nothing has been sent yet.
    /// </summary>
    /// <param name="code">The code; any number can be sent, with a cast.</param>
    /// <param name="message">The message; may be empty.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public static Http2Action Status(StatusCode code, string message) => Status(new ScriptedStatus(code, message));

    /// <summary>The same with details and further trailers, see <see cref="Status(StatusCode, string)"/>.</summary>
    /// <param name="status">The status.</param>
    /// <exception cref="ArgumentNullException"><paramref name="status"/> is null.</exception>
    public static Http2Action Status(ScriptedStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return new($"status {status.Code}", stream => stream.Response.End(status));
    }

    /// <summary>
    /// Ends the stream with these trailers, sent as they are: for statuses that no service would send. Over REST they are HTTP trailers.
    /// </summary>
    /// <param name="trailers">Names in lower case, and values; at least one. For example <c>("grpc-status", "99")</c>.</param>
    /// <exception cref="ArgumentNullException">An argument, a name or a value is null.</exception>
    /// <exception cref="ArgumentException">There is no trailer.</exception>
    public static Http2Action Trailers(params (string Name, string Value)[] trailers)
    {
        var fields = FieldsOf(trailers);
        return new($"trailers {Text(fields)}", stream => stream.Response.EndWith(fields));
    }

    /// <summary>
    /// Answers with the trailers as the response headers and the end of the stream, as gRPC servers do that refuse a call at once. A plan
    /// with it sends no headers and no answers before.
    /// </summary>
    /// <param name="trailers">Names in lower case, and values; at least one. For example <c>("grpc-status", "14")</c>.</param>
    /// <exception cref="ArgumentNullException">An argument, a name or a value is null.</exception>
    /// <exception cref="ArgumentException">There is no trailer.</exception>
    public static Http2Action TrailersOnly(params (string Name, string Value)[] trailers)
    {
        var fields = FieldsOf(trailers);
        return new($"trailers-only {Text(fields)}", stream => stream.Response.EndAtOnce(fields)) { BeginsResponse = true };
    }

    /// <summary>
    /// Answers with an HTTP page and the end of the stream, as proxies do. A plan with it sends no headers and no answers before.
    /// </summary>
    /// <param name="status">The HTTP status, such as 502.</param>
    /// <param name="contentType">The content type, such as <c>text/html</c>; empty sends none.</param>
    /// <param name="body">The body; may be empty.</param>
    /// <param name="headers">Further headers, such as <c>("retry-after", "5")</c>.</param>
    /// <exception cref="ArgumentNullException">An argument, a name or a value is null.</exception>
    public static Http2Action Page(int status, string contentType, string body, params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(contentType);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(headers);
        var fields = headers.Length == 0 ? [] : FieldsOf(headers);
        return new($"HTTP {status}", stream => stream.Response.Page(status, contentType, body, fields)) { BeginsResponse = true };
    }

    /// <summary>Sends an answer about a sequence id, which the client may never have sent.</summary>
    /// <param name="sequenceId">The id; may be empty.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sequenceId"/> is null.</exception>
    public static Http2Action Answer(string sequenceId)
    {
        ArgumentNullException.ThrowIfNull(sequenceId);
        return new($"answer {sequenceId}", stream => stream.Response.Answer(sequenceId));
    }

    /// <summary>
    /// Sends the first bytes of the answer to the newest message, and not the rest: an end after it cuts the answer inside.
    /// </summary>
    /// <param name="bytes">How many, from 1: of the gRPC message with its five bytes of framing, or of the REST line.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is less than 1.</exception>
    public static Http2Action AnswerPart(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        return new($"{bytes} bytes of an answer", stream => stream.AnswerPart(bytes));
    }

    /// <summary>Sends bytes as the body of DATA frames, as they are.</summary>
    /// <param name="bytes">The bytes; they are copied.</param>
    public static Http2Action Send(ReadOnlyMemory<byte> bytes)
    {
        var copy = bytes.ToArray();
        return new($"{copy.Length} bytes", stream => stream.Response.Send(copy));
    }

    /// <summary>Sends a text as the body of DATA frames, in UTF-8: a line of REST, for example.</summary>
    /// <param name="text">The text, with its line end.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static Http2Action Send(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Send(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Reads nothing more of the stream and gives it no more WINDOW_UPDATE; the other streams of the connection go on.</summary>
    public static Http2Action StopReading() => new("stop reading", stream => stream.StopReading());

    /// <summary>
    /// Sends any frame on the stream: of an unknown type, or a broken one. It is not checked and changes no state of the server.
    /// </summary>
    /// <param name="type">The type.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="payload">The payload; it is copied.</param>
    public static Http2Action Frame(byte type, byte flags, ReadOnlyMemory<byte> payload)
    {
        var copy = payload.ToArray();
        return new($"frame of type {type}", stream => stream.SendFrame((FrameType)type, (FrameFlags)flags, copy));
    }

    /// <summary>Sends any frame on the connection, which is stream 0, see <see cref="Frame"/>.</summary>
    /// <param name="type">The type.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="payload">The payload; it is copied.</param>
    public static Http2Action ConnectionFrame(byte type, byte flags, ReadOnlyMemory<byte> payload)
    {
        var copy = payload.ToArray();
        return new(
            $"connection frame of type {type}",
            connection => connection.Output.Write(FrameBytes.Of((FrameType)type, (FrameFlags)flags, 0, copy)));
    }

    /// <summary>Sends GOAWAY. The connection stays open; streams with higher ids than the last one are ignored from then on.</summary>
    /// <param name="code">The error code; any number can be sent, with a cast.</param>
    /// <param name="debugText">The debug data, sent as UTF-8; may be empty.</param>
    /// <param name="lastStreamId">
    /// The last stream that the client is told of, from 0: null is the newest, and <see cref="int.MaxValue"/> only announces the end.
    /// Streams beyond it that are served already are not stopped.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="debugText"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lastStreamId"/> is negative.</exception>
    public static Http2Action GoAway(Http2ErrorCode code, string debugText = "", int? lastStreamId = null)
    {
        ArgumentNullException.ThrowIfNull(debugText);
        ArgumentOutOfRangeException.ThrowIfNegative(lastStreamId ?? 0, nameof(lastStreamId));
        return new(
            lastStreamId is null ? $"GOAWAY {code}" : $"GOAWAY {code} up to {lastStreamId}",
            connection => connection.GoAway(code, debugText, lastStreamId));
    }

    /// <summary>Sends SETTINGS.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
    public static Http2Action ChangeSettings(Http2Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new($"SETTINGS {settings}", connection => connection.ChangeSettings(settings));
    }

    /// <summary>Closes the connection (FIN) once what was sent before has gone out.</summary>
    public static Http2Action CloseConnection() => new("close connection", connection => connection.Close());

    /// <summary>Closes the connection (FIN) when the server has ended the last of its streams, which may be at once.</summary>
    public static Http2Action CloseConnectionWhenIdle() => new("close connection when idle", connection => connection.CloseWhenIdle());

    /// <summary>Resets the connection (RST of TCP). What was sent just before may not be read any more, as on a real network.</summary>
    public static Http2Action AbortConnection() => new("abort connection", connection => connection.Abort());

    /// <summary>The action in words, such as <c>RST_STREAM ProtocolError</c>.</summary>
    public override string ToString() => _description;

    internal static ImmutableArray<Http2Action> CopyOf(Http2Action[] actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return actions.Contains(null!) ? throw new ArgumentNullException(nameof(actions), "One of the actions is null.") : [.. actions];
    }

    /// <summary>The same for actions without a stream.</summary>
    internal static ImmutableArray<Http2Action> ForConnection(Http2Action[] actions)
    {
        var copy = CopyOf(actions);
        return copy.FirstOrDefault(action => action._onStream is not null) is { } wrong
            ? throw new ArgumentException($"'{wrong}' is an action on a stream, and there is only a connection.", nameof(actions))
            : copy;
    }

    internal void Run(ServerStream stream)
    {
        _onStream?.Invoke(stream);
        _onConnection?.Invoke(stream.Connection);
    }

    internal void Run(ServerConnection connection) => _onConnection?.Invoke(connection);

    private static HeaderField[] FieldsOf(
        (string Name, string Value)[] fields, [CallerArgumentExpression(nameof(fields))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(fields, name);
        if (fields.Length == 0)
        {
            throw new ArgumentException("There is no trailer; END_STREAM without trailers is another action.", name);
        }

        return [.. fields.Select(field => new HeaderField(
            field.Name ?? throw new ArgumentNullException(name, "A name is null."),
            field.Value ?? throw new ArgumentNullException(name, "A value is null.")))];
    }

    private static string Text(HeaderField[] fields) => string.Join(", ", fields.Select(field => $"{field.Name} {field.Value}"));
}
