using Cresta.VoiceCallSession.Sdk.Audio;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// Takes audio in: gates, bounds, joining, and the counting of what is not taken. Invariant: offered audio is queued, or counted as lost
/// with its reason, or still a blocked sender's. Guarded by the queue's lock.
/// </summary>
internal sealed class AudioIntake(
    CallQueueSettings settings, AdmissionPolicy admission, ChunkAssembler assembler, AudioGates gates, EventIntake events)
{
    private static readonly TimeSpan SilenceDuration = TimeSpan.FromMilliseconds(100);

    private readonly ArrivalMeter _arrivals = new(settings);

    /// <summary>Participants in the order of their first frame. Replaced, never changed.</summary>
    public ParticipantAudio[] Tracks { get; private set; } = [];

    /// <summary>The participant's audio in this call.</summary>
    /// <param name="participant">Who speaks.</param>
    /// <param name="isClosed">Whether the call is over, so that nobody is added.</param>
    public ParticipantAudio TrackOf(Participant participant, bool isClosed)
    {
        foreach (var track in Tracks)
        {
            if (track.Participant.Equals(participant))
            {
                return track;
            }
        }

        var added = new ParticipantAudio(participant)
        {
            Detector = settings.Shape.SampleFormat is { } declared
            ? new EncodingDetector(declared) : null
        };
        if (!isClosed)
        {
            Tracks = [.. Tracks, added];
        }

        return added;
    }

    /// <summary>Queues a frame, or says why not.</summary>
    /// <param name="track">Whose audio it is.</param>
    /// <param name="audio">The frame.</param>
    /// <param name="state">How far the queue has come to its end.</param>
    /// <param name="mayBlock">Whether the sender can wait for room; it also wants the id.</param>
    /// <param name="id">The id under which the last of it travels.</param>
    public AudioSendResult TryOffer(ParticipantAudio track, ReadOnlySpan<byte> audio, QueueState state, bool mayBlock, out string id)
    {
        id = string.Empty;
        if (state == QueueState.Closed)
        {
            // Nothing is counted any more: the report may be in somebody's hands already.
            return AudioSendResult.RefusedCallEnded;
        }

        if (audio.IsEmpty)
        {
            return AudioSendResult.Queued;
        }

        _arrivals.OnArrived(track, audio.Length);
        var result = RejectionOf(state) ?? admission.Admit(track, audio.Length, mayBlock);
        if (result != AudioSendResult.RefusedNoRoom || mayBlock)
        {
            _arrivals.Inspect(track, audio);
        }

        if (result == AudioSendResult.Queued)
        {
            id = assembler.Join(track, audio, wantsId: mayBlock);
            track.OfferedBytes += audio.Length;
        }
        else if (result != AudioSendResult.RefusedNoRoom || !mayBlock)
        {
            Lose(track, ReasonOf(result), audio.Length);
        }

        return result;
    }

    /// <summary>Takes audio, or gives the sender that has to wait for room with what is left of it.</summary>
    public BlockedSender? Offer(
        ReadOnlyMemory<byte> audio, Participant participant, QueueState state, Func<Exception> refusal, out string id)
    {
        var track = TrackOf(participant, state == QueueState.Closed);
        return TryOffer(track, audio.Span, state, mayBlock: true, out id) switch
        {
            AudioSendResult.RefusedCallEnded => throw refusal(),
            AudioSendResult.RefusedNoRoom => new BlockedSender(track, audio, whole: null, customId: null),
            _ => null,
        };
    }

    /// <summary>Gives the sender under which a raw audio message is queued, or null if it is dropped.</summary>
    public BlockedSender? Offer(OutboundMessage whole, ReadOnlySpan<byte> audio, Participant participant, string? customId,
        QueueState state, Func<Exception> refusal)
    {
        if (state == QueueState.Closed)
        {
            throw refusal();
        }

        var track = TrackOf(participant, isClosed: false);
        whole.Track = track;
        return RejectionOfWhole(whole, audio, state) switch
        {
            AudioSendResult.RefusedCallEnded => throw refusal(),
            null => new BlockedSender(track, remaining: default, whole, customId),
            _ => null,
        };
    }

    /// <summary>Queues a piece of silence for each participant, if the audio is not paused and there is room.</summary>
    public bool TryOfferSilence() =>
        !gates.IsPaused && settings.Shape.Silence is { } sample
            && Array.TrueForAll(Tracks, track => TryOfferSilence(track.Silence, sample));

    private bool TryOfferSilence(ParticipantAudio silence, byte sample)
    {
        var length = (int)Math.Min(settings.Shape.BytesIn(SilenceDuration), settings.ChunkBytes);
        if (!admission.HasRoom(silence, length, mayEvict: true))
        {
            return false;
        }

        assembler.AppendSilence(silence, length, sample);
        silence.OfferedBytes += length;
        return true;
    }

    /// <summary>Looks at a raw audio message before it waits for room.</summary>
    /// <returns>Why it is not taken, or null.</returns>
    private AudioSendResult? RejectionOfWhole(OutboundMessage whole, ReadOnlySpan<byte> audio, QueueState state)
    {
        var track = whole.Track!;
        _arrivals.OnArrived(track, audio.Length);
        _arrivals.Inspect(track, audio);
        var obstacle = RejectionOf(state)
            ?? (settings.FullPolicy != AudioBufferFullPolicy.Wait && !admission.TryMakeRoom(track,
                whole.Length) ? AudioSendResult.DroppedBufferFull : null);
        if (obstacle is { } reason)
        {
            Lose(track, ReasonOf(reason), whole.Length);
        }

        return obstacle;
    }

    /// <summary>
    /// Takes as much of a blocked sender's audio as there is room for. An ending call still takes what was offered before; a pause or a
    /// hold does not.
    /// </summary>
    /// <returns>Whether it is not to wait any more.</returns>
    public bool TryServe(BlockedSender sender)
    {
        if (gates.RejectionOf is { } obstacle)
        {
            Lose(sender.Track, ReasonOf(obstacle), sender.BytesLeft);
        }
        else if (!(sender.Whole is { } whole ? TryServeWhole(sender, whole) : TryServeAudio(sender)))
        {
            return false;
        }

        sender.TrySetResult(sender.LastId);
        return true;
    }

    /// <summary>The limit of joining has been reached.</summary>
    public void ReleaseLateChunks() => assembler.ReleaseLate();

    /// <summary>Counts audio that was offered and is not queued.</summary>
    public static void Lose(ParticipantAudio track, LossReason reason, long bytes)
    {
        if (reason != LossReason.NoRoom)
        {
            // The other half of a sample is among what is lost. A frame without room may be offered again.
            ChunkAssembler.DropCarry(track, LossReason.IncompleteSample);
        }

        track.Lose(reason, track.OfferedBytes, bytes);
        track.OfferedBytes += bytes;
    }

    /// <summary>The call is over for those who wait for room.</summary>
    public static void Refuse(IEnumerable<BlockedSender> senders, Func<Exception> refusal)
    {
        foreach (var sender in senders)
        {
            Lose(sender.Track, LossReason.CallEnded, sender.BytesLeft);
            sender.TrySetException(refusal());
        }
    }

    private bool TryServeWhole(BlockedSender sender, OutboundMessage whole)
    {
        var track = sender.Track;
        if (!admission.HasRoom(track, whole.Length, admission.EvictsForSenders))
        {
            return false;
        }

        try
        {
            whole.Position = track.OfferedBytes;
            events.Enqueue(whole, sender.CustomId);
        }
        catch (ArgumentException e)
        {
            // The id is in use, or was used up by another sender while this one waited: nothing was taken, so nothing is counted.
            sender.TrySetException(e);
            return true;
        }

        track.OfferedBytes += whole.Length;
        admission.Enqueue(track, whole.Length);
        sender.LastId = whole.Id;
        return true;
    }

    private bool TryServeAudio(BlockedSender sender)
    {
        while (!sender.Remaining.IsEmpty)
        {
            var piece = (int)Math.Min(sender.Remaining.Length, Math.Min(settings.ChunkBytes, settings.MaxFrameBytes));
            if (!admission.HasRoom(sender.Track, piece, admission.EvictsForSenders))
            {
                return false;
            }

            var id = assembler.Join(sender.Track, sender.Remaining.Span[..piece], wantsId: true);
            sender.LastId = id.Length > 0 ? id : sender.LastId;
            sender.Track.OfferedBytes += piece;
            sender.Remaining = sender.Remaining[piece..];
        }

        return true;
    }

    /// <summary>Why audio may not pass at all now, or null.</summary>
    private AudioSendResult? RejectionOf(QueueState state) =>
        state == QueueState.Open ? gates.RejectionOf : AudioSendResult.RefusedCallEnded;

    private static LossReason ReasonOf(AudioSendResult result) => result switch
    {
        AudioSendResult.DroppedBufferFull => LossReason.BufferFull,
        AudioSendResult.DroppedOnHold => LossReason.OnHold,
        AudioSendResult.DroppedPaused => LossReason.Paused,
        AudioSendResult.RefusedNoRoom => LossReason.NoRoom,
        _ => LossReason.CallEnded,
    };
}
