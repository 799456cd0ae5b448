using System.Text;
using Cresta.VoiceCallSession.Sdk.Audio;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Model;

/// <summary>
/// One participant's audio in one call: the chunk being filled and the books. Intake counters are guarded by the queue's lock, delivery
/// counters by the ledger's.
/// </summary>
internal sealed class ParticipantAudio(Participant participant)
{
    private readonly long[] _lostBytes = new long[Enum.GetValues<LossReason>().Length];
    private readonly long[] _lostFrames = new long[Enum.GetValues<LossReason>().Length];

    private byte[]? _jsonParticipant;
    private ParticipantAudio? _silence;
    private ArrivalTimes _arrivals;

    /// <summary>A copy of what the caller gave, so that later changes to theirs do not reach the call.</summary>
    public Participant Participant { get; } = participant.Clone();

    /// <summary>The participant as protobuf bytes, encoded once a call.</summary>
    public byte[] WireParticipant { get; } = participant.ToByteArray();

    /// <summary>The participant as JSON, encoded once a call, and only where JSON is spoken.</summary>
    public byte[] JsonParticipant => _jsonParticipant ??= Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(Participant));

    /// <summary>The books of silence that was sent in this participant's name without having been offered.</summary>
    public ParticipantAudio Silence => _silence ??= new ParticipantAudio(Participant);

    /// <summary>Bytes of silence that were sent.</summary>
    public long SilenceBytes => _silence?.SentBytes ?? 0;

    /// <summary>The chunk that more audio may still be joined to.</summary>
    public OutboundMessage? Open { get; set; }

    /// <summary>The first byte of a sample whose rest has not come yet.</summary>
    public byte? Carry { get; set; }

    /// <summary>Examines the audio until its format is known; null from then on, and if the declared encoding is unknown.</summary>
    public EncodingDetector? Detector { get; set; }

    /// <summary>The format that the audio is in, if it is not the declared one.</summary>
    public AudioSampleFormat? SuspectedEncoding { get; set; }

    /// <summary>Audio that waits to be written, or is just being written.</summary>
    public long QueuedBytes { get; set; }

    /// <summary>Audio that is written, and kept to be sent again if its stream breaks.</summary>
    public long WindowBytes { get; set; }

    public long PeakQueuedBytes { get; private set; }

    public long OfferedBytes { get; set; }

    public long SentBytes { get; set; }

    public long AcknowledgedBytes { get; set; }

    /// <summary>Audio in messages that were written more than once.</summary>
    public long ReplayedBytes { get; set; }

    public GapList Gaps { get; } = new();

    /// <summary>Audio that came: what was offered, but for what was handed back to be offered again.</summary>
    public long ArrivedBytes => OfferedBytes - LostBytes(LossReason.NoRoom);

    /// <summary>Books a frame as come.</summary>
    public void Arrive(long timestamp, long bytes) => _arrivals.Add(timestamp, bytes);

    /// <summary>By how much the clock behind the frames is fast, or null where that cannot be told.</summary>
    public double? DriftPpm(AudioShape shape, TimeProvider timeProvider) => _arrivals.DriftPpm(shape, ArrivedBytes, timeProvider);

    public void Enqueue(long bytes)
    {
        QueuedBytes += bytes;
        PeakQueuedBytes = Math.Max(PeakQueuedBytes, QueuedBytes);
    }

    /// <summary>Books audio as lost.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="position">Where in the participant's offered audio it began.</param>
    /// <param name="bytes">How much.</param>
    public void Lose(LossReason reason, long position, long bytes)
    {
        if (bytes > 0)
        {
            Gaps.Add(reason, position, bytes);
        }

        _lostBytes[(int)reason] += bytes;
        _lostFrames[(int)reason]++;
    }

    public long LostBytes(LossReason reason) => _lostBytes[(int)reason];

    public long LostFrames(LossReason reason) => _lostFrames[(int)reason];
}
