using System.Text;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>
/// One participant's audio in one call: the chunk being filled and the books. Intake counters are guarded by the queue's lock,
/// delivery counters by the ledger's.
/// </summary>
internal sealed class ParticipantTrack(Participant participant)
{
    private readonly long[] _lostBytes = new long[Enum.GetValues<LossReason>().Length];
    private readonly long[] _lostFrames = new long[Enum.GetValues<LossReason>().Length];

    private byte[]? _jsonParticipant;

    /// <summary>A copy of what the caller gave, so that later changes to theirs do not reach the call.</summary>
    public Participant Participant { get; } = participant.Clone();

    /// <summary>The participant as protobuf bytes, encoded once a call.</summary>
    public byte[] WireParticipant { get; } = participant.ToByteArray();

    /// <summary>The participant as JSON, encoded once a call, and only where JSON is spoken.</summary>
    public byte[] JsonParticipant => _jsonParticipant ??= Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(Participant));

    /// <summary>The chunk that more audio may still be joined to.</summary>
    public OutboundMessage? Open { get; set; }

    /// <summary>The first byte of a sample whose rest has not come yet.</summary>
    public byte? Carry { get; set; }

    public long QueuedBytes { get; set; }

    public long OfferedBytes { get; set; }

    public long SentBytes { get; set; }

    public long AcknowledgedBytes { get; set; }

    public void Lose(LossReason reason, long bytes)
    {
        _lostBytes[(int)reason] += bytes;
        _lostFrames[(int)reason]++;
    }

    public long LostBytes(LossReason reason) => _lostBytes[(int)reason];

    public long LostFrames(LossReason reason) => _lostFrames[(int)reason];
}
