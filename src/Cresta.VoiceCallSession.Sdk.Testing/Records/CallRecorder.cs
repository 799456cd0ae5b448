using System.Collections.ObjectModel;
using Cresta.VoiceCallSession.Sdk.Testing.Primitives;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing.Records;

/// <summary>
/// The writing side of a <see cref="RecordedCall"/>. One stream writes, anyone reads: everything goes through one lock, which is taken once
/// a message.
/// </summary>
internal sealed class CallRecorder(StreamOpening opening, bool keepAudio, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private readonly SequenceIdRecorder _sequenceIds = new();
    private readonly List<RecordedEvent> _events = [];
    private readonly Dictionary<Participant, AudioRecorder> _audio = [];
    private readonly MessageWaits _waits = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CallState _state = new() { StartedAt = timeProvider.GetUtcNow() };

    public StreamOpening Opening { get; } = opening;

    public CallState State => Read(_ => _state);

    public void Received(ReceivedMessage message)
    {
        lock (_gate)
        {
            _state.Messages++;
            _sequenceIds.Add(message.SequenceId);
            switch (message.Kind)
            {
                case ReceivedMessageKind.Audio:
                    AddAudio(message.Audio!, message.SequenceId);
                    break;
                case ReceivedMessageKind.Configuration:
                    _state.Configuration ??= message.Configuration;
                    break;
                case ReceivedMessageKind.SessionEvent or ReceivedMessageKind.AudioEvent when _events.Count < RecordLimits.Entries:
                    _events.Add(new RecordedEvent(message, timeProvider.GetUtcNow()));
                    break;
                default:
                    break;
            }

            _waits.Reached(_state.Messages);
        }
    }

    public void Named(string conversationName)
    {
        lock (_gate)
        {
            _state.ConversationName = conversationName;
        }
    }

    public void Answered()
    {
        lock (_gate)
        {
            _state.Answers++;
        }
    }

    public void HalfClosed()
    {
        lock (_gate)
        {
            _state.HalfClosed = true;
        }
    }

    public void End(CallEnding ending, Status? status)
    {
        lock (_gate)
        {
            _state.Ending = ending;
            _state.Status = status;
            _state.EndedAt = timeProvider.GetUtcNow();
            _waits.Ended(_state.Messages);
            foreach (var audio in _audio.Values)
            {
                audio.Dispose();
            }

            _ended.TrySetResult();
        }
    }

    public T Read<T>(Func<SequenceIdRecorder, T> read)
    {
        lock (_gate)
        {
            return read(_sequenceIds);
        }
    }

    public IReadOnlyList<RecordedEvent> Events() => Read(_ => new ReadOnlyCollection<RecordedEvent>([.. _events]));

    public IReadOnlyList<RecordedAudio> Audio() =>
        Read(_ => new ReadOnlyCollection<RecordedAudio>([.. _audio.Values.Select(audio => audio.ToRecord())]));

    public Task WaitForMessagesAsync(long count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var wait = _waits.AddAsync(count);
            _waits.Reached(_state.Messages);
            if (_state.Ending != CallEnding.Running)
            {
                _waits.Ended(_state.Messages);
            }

            return wait.WaitAsync(cancellationToken);
        }
    }

    public Task WaitForEndAsync(CancellationToken cancellationToken) => _ended.Task.WaitAsync(cancellationToken);

    private void AddAudio(AudioContent content, string sequenceId)
    {
        _state.AudioBytes += content.AudioContent_.Length;
        var participant = content.Participant ?? new Participant();
        if (!_audio.TryGetValue(participant, out var recorder))
        {
            recorder = new AudioRecorder(participant, keepAudio);
            _audio.Add(participant, recorder);
        }

        recorder.Add(content.AudioContent_.Span, sequenceId);
    }
}
