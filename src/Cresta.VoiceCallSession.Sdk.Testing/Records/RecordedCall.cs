using Cresta.VoiceCallSession.Sdk.Testing.Records;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// What the server recorded of one stream; a call that reconnects has several, see
/// <see cref="FakeVoiceCallSessionServer.CallsOf(string)"/>. Thread-safe, also while the stream is running: every property is a copy of
/// that moment. Lists that grow with each message keep their first 100 000 entries; counts and hashes are always of all.
/// </summary>
public sealed class RecordedCall
{
    private readonly CallRecorder _recorder;

    internal RecordedCall(CallRecorder recorder) => _recorder = recorder;

    /// <summary>The method that the stream was opened with.</summary>
    public CallMethod Method => _recorder.Opening.Method;

    /// <summary>The wire that the stream came by.</summary>
    public CallTransport Transport => _recorder.Opening.Origin.Transport;

    /// <summary>The version of HTTP that the stream came by: 2.0, or 1.1 for a REST client that does not know better.</summary>
    public Version HttpVersion => _recorder.Opening.Origin.HttpVersion;

    /// <summary>
    /// Request headers by lower-case name, several of one name joined by commas; the authorization is among them in clear.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers => _recorder.Opening.Headers;

    /// <summary>Names the TCP connection; streams with the same id share it.</summary>
    public string ConnectionId => _recorder.Opening.Connection.Id;

    /// <summary>
    /// The configuration (<em>seen</em>, but for its channel type and call id, which are <em>assumed</em>); null until it has come.
    /// </summary>
    public StreamingConfig? Configuration => _recorder.State.Configuration;

    /// <summary>The platform's call id, from the configuration; empty until it has come.</summary>
    public string PlatformCallId => Configuration?.PlatformCallId ?? "";

    /// <summary>The conversation name that the server gave; null until then.</summary>
    public string? ConversationName => _recorder.State.ConversationName;

    /// <summary>Number of messages received, the configuration included.</summary>
    public long MessageCount => _recorder.State.Messages;

    /// <summary>Number of responses sent.</summary>
    public long AnsweredCount => _recorder.State.Answers;

    /// <summary>The events, in order.</summary>
    public IReadOnlyList<RecordedEvent> Events => _recorder.Events();

    /// <summary>The audio, by participant, in the order in which the participants were first heard.</summary>
    public IReadOnlyList<RecordedAudio> Audio => _recorder.Audio();

    /// <summary>Size of all audio in bytes.</summary>
    public long TotalAudioBytes => _recorder.State.AudioBytes;

    /// <summary>The sequence ids in order, repeats included.</summary>
    public IReadOnlyList<string> SequenceIds => _recorder.Read(ids => ids.ToList());

    /// <summary>Number of messages that had a sequence id.</summary>
    public long SequenceIdCount => _recorder.Read(ids => ids.Count);

    /// <summary>Sequence ids that had come on this stream before, once for each repeat.</summary>
    public IReadOnlyList<string> RepeatedSequenceIds => _recorder.Read(ids => ids.Repeats);

    /// <summary>Numeric sequence ids that are missing between the lowest and the highest of this stream.</summary>
    public IReadOnlyList<SequenceIdRange> SequenceIdGaps => _recorder.Read(ids => ids.Gaps);

    /// <summary>Numeric sequence ids that came after a higher one and are no repeats.</summary>
    public IReadOnlyList<string> OutOfOrderSequenceIds => _recorder.Read(ids => ids.OutOfOrder);

    /// <summary>Whether the client half-closed, so said that it had sent everything.</summary>
    public bool ClientHalfClosed => _recorder.State.HalfClosed;

    /// <summary>How the stream ended; <see cref="CallEnding.Running"/> while it has not.</summary>
    public CallEnding Ending => _recorder.State.Ending;

    /// <summary>The status that the server ended the stream with; null while it is running and when it ended without one.</summary>
    public Status? Status => _recorder.State.Status;

    /// <summary>When the stream was opened, by the server's <see cref="TimeProvider"/>.</summary>
    public DateTimeOffset StartedAt => _recorder.State.StartedAt;

    /// <summary>When the stream ended, by the server's <see cref="TimeProvider"/>; null while it is running.</summary>
    public DateTimeOffset? EndedAt => _recorder.State.EndedAt;

    internal CallState State => _recorder.State;

    /// <summary>Audio of one participant; null when none came.</summary>
    /// <param name="participant">The participant, as the client names it: role and id.</param>
    /// <exception cref="ArgumentNullException"><paramref name="participant"/> is null.</exception>
    public RecordedAudio? AudioOf(Participant participant)
    {
        ArgumentNullException.ThrowIfNull(participant);
        return Audio.FirstOrDefault(audio => audio.Participant.Equals(participant));
    }

    /// <summary>Waits until the stream has brought so many messages.</summary>
    /// <param name="count">Number of messages, the configuration included.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="InvalidOperationException">The stream ended before.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task WaitForMessagesAsync(long count, CancellationToken cancellationToken = default) =>
        _recorder.WaitForMessagesAsync(count, cancellationToken);

    /// <summary>Waits until the stream has ended.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task WaitForEndAsync(CancellationToken cancellationToken = default) => _recorder.WaitForEndAsync(cancellationToken);

    /// <summary>The record as one line of JSON. Credentials are masked, and audio is named by its size and hash only.</summary>
    public string ToJson() => RecordedCallJson.Write(this);
}
