using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// Joins frames into chunks. Invariants: a chunk never mixes participants and never splits a sample; one that may be written takes no more
/// audio, or it would overtake an event behind it. Guarded by the queue's lock.
/// </summary>
internal sealed class ChunkAssembler(
    CallQueueSettings settings, QueueBudget budget, WaitingMessages waiting, MessagePool pool, ITimer latencyTimer)
{
    private bool _timerRuns;

    /// <summary>Copies audio into chunks of whole samples; what is left of a sample waits for its rest.</summary>
    /// <returns>The id under which the last of it travels, if that is wanted; else empty.</returns>
    public string Join(ParticipantAudio track, ReadOnlySpan<byte> audio, bool wantsId)
    {
        var id = string.Empty;
        var carried = track.Carry is null ? 0 : 1;
        var position = track.OfferedBytes - carried;
        if (carried == 0 && track.ArrivedBytes % settings.Shape.BytesPerSample != 0)
        {
            // The rest of a sample whose beginning was lost.
            track.Lose(LossReason.IncompleteSample, position++, 1);
            audio = audio[1..];
        }

        var whole = (audio.Length + carried) / settings.Shape.BytesPerSample * settings.Shape.BytesPerSample;
        while (whole > 0)
        {
            var chunk = OpenChunk(track, whole, position);
            var length = Math.Min(whole, settings.ChunkBytes - chunk.Length);
            whole -= length;
            position += length;
            budget.Enqueue(track, length);
            audio = audio[Append(chunk, track, audio, length)..];
            if (wantsId && whole == 0)
            {
                id = chunk.Id;
            }

            if (chunk.Length == settings.ChunkBytes)
            {
                waiting.MarkReady(chunk.Number);
                track.Open = null;
            }
        }

        if (!audio.IsEmpty)
        {
            track.Carry = audio[0];
        }

        ReleaseOrArm(track);
        return id;
    }

    /// <summary>Queues a chunk of silence. It is not ready yet.</summary>
    public void AppendSilence(ParticipantAudio silence, int length, byte sample)
    {
        var message = pool.Rent(length);
        message.Track = silence;
        message.Length = length;
        message.Buffer.AsSpan(0, length).Fill(sample);
        budget.Enqueue(silence, length);
        waiting.Append(message, customId: null);
    }

    /// <summary>The limit of joining: chunks that have waited long enough are ready as they are.</summary>
    public void ReleaseLate()
    {
        _timerRuns = false;
        if (waiting.FirstUnready() is not { } oldest)
        {
            return;
        }

        var left = settings.MaxChunkLatency - settings.TimeProvider.GetElapsedTime(oldest.QueuedAt);
        if (left <= TimeSpan.Zero)
        {
            waiting.MarkReady(waiting.Numbers.Last);
            return;
        }

        Arm(left);
    }

    /// <summary>Half samples will not be completed any more.</summary>
    public static void DropCarries(IEnumerable<ParticipantAudio> tracks, LossReason reason)
    {
        foreach (var track in tracks)
        {
            DropCarry(track, reason);
        }
    }

    /// <summary>The rest of a sample will not come.</summary>
    public static void DropCarry(ParticipantAudio track, LossReason reason)
    {
        if (track.Carry is not null)
        {
            track.Carry = null;
            track.Lose(reason, track.OfferedBytes - 1, 1);
        }
    }

    /// <returns>How much of the audio was copied.</returns>
    private static int Append(OutboundMessage chunk, ParticipantAudio track, ReadOnlySpan<byte> audio, int length)
    {
        if (track.Carry is { } carried)
        {
            chunk.Buffer[chunk.Length++] = carried;
            track.Carry = null;
            length--;
        }

        audio[..length].CopyTo(chunk.Buffer.AsSpan(chunk.Length));
        chunk.Length += length;
        return length;
    }

    private OutboundMessage OpenChunk(ParticipantAudio track, int wanted, long position)
    {
        if (track.Open is { } open && open.Number > waiting.Ready && open.Length < settings.ChunkBytes)
        {
            return open;
        }

        var chunk = pool.Rent(
            settings.JoinsFrames ? settings.ChunkBytes : Math.Min(Math.Max(wanted, settings.EnvelopeBytes), settings.ChunkBytes));
        chunk.Track = track;
        chunk.Position = position;
        waiting.Append(chunk, customId: null);
        track.Open = chunk;
        return chunk;
    }

    private void ReleaseOrArm(ParticipantAudio track)
    {
        if (!settings.JoinsFrames)
        {
            track.Open = null;
            waiting.MarkReady(waiting.Numbers.Last);
        }
        else if (!_timerRuns && track.Open is not null)
        {
            Arm(settings.MaxChunkLatency);
        }
    }

    private void Arm(TimeSpan due)
    {
        _timerRuns = true;
        latencyTimer.Change(DurationRules.ToTimer(due), Timeout.InfiniteTimeSpan);
    }
}
