using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Codecs;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;
using Cresta.VoiceCallSession.Sdk.Testing.Primitives;
using Cresta.VoiceCallSession.Sdk.Testing.Records;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// A stream of a <see cref="RawHttp2Server"/>: what it brought, how it ended, and a way to do something to it now. Thread-safe; every
/// property is a copy of that moment. Answers and ends are recorded before they are sent. The first 100 000 messages are kept, with their
/// audio.
/// </summary>
#pragma warning disable CA1711 // Stream is what HTTP/2 calls it.
public sealed class RawHttp2Stream
#pragma warning restore CA1711
{
    private readonly Lock _gate = new();
    private readonly List<ReceivedMessage> _messages = [];
    private readonly MessageWaits _waits = new();
    private readonly TaskCompletionSource _halfClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _timeProvider;
    private readonly Action<ImmutableArray<Http2Action>> _execute;
    private long _messageCount;
    private long _answeredCount;
    private long _audioBytes;
    private RawHttp2StreamEnding _ending;
    private Http2ErrorCode? _errorCode;
    private Http2ErrorCode? _clientReset;
    private DateTimeOffset? _endedAt;

    internal RawHttp2Stream(
        int number,
        int streamId,
        RawHttp2Connection connection,
        CallTransport transport,
        IReadOnlyList<HeaderField> headers,
        TimeProvider timeProvider,
        Action<ImmutableArray<Http2Action>> execute)
    {
        Number = number;
        StreamId = streamId;
        Connection = connection;
        Transport = transport;
        Path = RequestHead.Value(headers, ":path");
        Headers = headers.GroupBy(field => field.Name, StringComparer.Ordinal)
            .ToDictionary(fields => fields.Key, fields => string.Join(',', fields.Select(field => field.Value)), StringComparer.Ordinal);
        _timeProvider = timeProvider;
        _execute = execute;
        StartedAt = timeProvider.GetUtcNow();
    }

    /// <summary>Its number among all streams of the server, from 1, in the order in which they came.</summary>
    public int Number { get; }

    /// <summary>Its HTTP/2 id: odd numbers, of each connection.</summary>
    public int StreamId { get; }

    /// <summary>Its connection.</summary>
    public RawHttp2Connection Connection { get; }

    /// <summary>The path of the request, as it came.</summary>
    public string Path { get; }

    /// <summary>The transport, by the request's content type.</summary>
    public CallTransport Transport { get; }

    /// <summary>
    /// Request headers by lower-case name, pseudo headers included, several of one name joined by commas; the authorization is among them
    /// in clear.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The messages, in order. One that could not be read is there without content.</summary>
    public IReadOnlyList<ReceivedMessage> Messages => Read(() => new ReadOnlyCollection<ReceivedMessage>([.. _messages]));

    /// <summary>Number of messages received, the configuration included.</summary>
    public long MessageCount => Read(() => _messageCount);

    /// <summary>Number of messages answered by the plan. Answers may wait for the client's flow control.</summary>
    public long AnsweredCount => Read(() => _answeredCount);

    /// <summary>The sequence ids that came, in order, repeats included.</summary>
    public IReadOnlyList<string> SequenceIds =>
        Read(() => new ReadOnlyCollection<string>([.. _messages.Select(message => message.SequenceId).Where(id => id.Length > 0)]));

    /// <summary>Size of all audio in bytes.</summary>
    public long AudioBytes => Read(() => _audioBytes);

    /// <summary>Whether the client half-closed, so said that it had sent everything.</summary>
    public bool ClientHalfClosed => _halfClosed.Task.IsCompleted;

    /// <summary>What ended the stream; <see cref="RawHttp2StreamEnding.Running"/> while nothing has.</summary>
    public RawHttp2StreamEnding Ending => Read(() => _ending);

    /// <summary>The error code of the RST_STREAM that ended the stream; null when none did.</summary>
    public Http2ErrorCode? ErrorCode => Read(() => _errorCode);

    /// <summary>The error code of the client's RST_STREAM, which may come after the server's end; null when none came.</summary>
    public Http2ErrorCode? ClientReset => Read(() => _clientReset);

    /// <summary>When the stream was opened, by the server's <see cref="TimeProvider"/>.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>When the stream ended, by the server's <see cref="TimeProvider"/>; null while it is running.</summary>
    public DateTimeOffset? EndedAt => Read(() => _endedAt);

    /// <summary>The audio of one participant, in the order in which it came.</summary>
    /// <param name="participant">The participant, as the client names it: role and id.</param>
    /// <exception cref="ArgumentNullException"><paramref name="participant"/> is null.</exception>
    public byte[] AudioOf(Participant participant)
    {
        ArgumentNullException.ThrowIfNull(participant);
        return
        [
            .. from message in Messages
               where participant.Equals(message.Audio?.Participant)
               from octet in message.Audio!.AudioContent_
               select octet,
        ];
    }

    /// <summary>
    /// Does something to the stream or its connection now, next to its plan. Actions on the stream do nothing when it has ended.
    /// </summary>
    /// <param name="actions">What, in this order.</param>
    /// <exception cref="ArgumentNullException"><paramref name="actions"/> or one of them is null.</exception>
    public void Execute(params Http2Action[] actions) => _execute(Http2Action.CopyOf(actions));

    /// <summary>Waits until the stream has brought so many messages.</summary>
    /// <param name="count">Number of messages, the configuration included.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="InvalidOperationException">The stream ended before.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task WaitForMessagesAsync(long count, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var wait = _waits.AddAsync(count);
            _waits.Reached(_messageCount);
            if (_ending != RawHttp2StreamEnding.Running)
            {
                _waits.Ended(_messageCount);
            }

            return wait.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until the client has half-closed. The wait goes on when the stream ends without it.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task WaitForHalfCloseAsync(CancellationToken cancellationToken = default) => _halfClosed.Task.WaitAsync(cancellationToken);

    /// <summary>Waits until the stream has ended.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task WaitForEndAsync(CancellationToken cancellationToken = default) => _ended.Task.WaitAsync(cancellationToken);

    /// <summary>The stream in one line, for the message of a failed test.</summary>
    public override string ToString()
    {
        var where = $"stream {Number} on connection {Connection.Number}, {Path}";
        return Read(() => $"{where}: {_messageCount} messages, {_answeredCount} answered, {_ending} {_errorCode}".TrimEnd());
    }

    internal void Received(ReceivedMessage message)
    {
        lock (_gate)
        {
            _messageCount++;
            _audioBytes += message.Audio?.AudioContent_.Length ?? 0;
            if (_messages.Count < RecordLimits.Entries)
            {
                _messages.Add(message);
            }

            _waits.Reached(_messageCount);
        }
    }

    internal void Answered()
    {
        lock (_gate)
        {
            _answeredCount++;
        }
    }

    internal void HalfClose() => _halfClosed.TrySetResult();

    internal void ResetByClient(Http2ErrorCode code)
    {
        lock (_gate)
        {
            _clientReset ??= code;
        }
    }

    internal void End(RawHttp2StreamEnding ending, Http2ErrorCode? code)
    {
        lock (_gate)
        {
            if (_ending != RawHttp2StreamEnding.Running)
            {
                return;
            }

            _ending = ending;
            _errorCode = code;
            _endedAt = _timeProvider.GetUtcNow();
            _waits.Ended(_messageCount);
            _ended.TrySetResult();
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}
