using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>
/// The messages for which no answer will come, or a failing one has: dropped, rejected, or written and not sent again. Guarded by the
/// ledger's lock.
/// </summary>
internal sealed class FailedMessages
{
    private const int MaxRejectionsKept = 1024;

    private readonly NumberRanges _dropped = new();
    private readonly NumberRanges _notSentAgain = new();
    private readonly NumberRanges _rejected = new();
    private readonly Dictionary<long, Status> _rejections = [];
    private (long First, long Last) _compactedAway = (0, -1);

    public static VoiceCallSessionException NeverSent() =>
        new(StatusCode.DataLoss, "The message was dropped before it was written; the call's report says why.");

    public static VoiceCallSessionException NotSentAgain() =>
        new(StatusCode.DataLoss,
            "The stream broke before the message was acknowledged, and it was not sent again; whether it was processed is unknown.");

    public void AddDropped(long number) => _dropped.Add(number);

    public void AddNotSentAgain(long number) => _notSentAgain.Add(number);

    /// <summary>The oldest messages, which are known as a range only.</summary>
    public void AddNotSentAgain(long first, long last) => _compactedAway = (_compactedAway.First == 0 ? first : _compactedAway.First, last);

    public void AddRejected(long number, Status status)
    {
        _rejected.Add(number);
        if (_rejections.Count < MaxRejectionsKept)
        {
            _rejections[number] = status;
        }
    }

    /// <summary>What a wait for the message throws, or null.</summary>
    public Exception? FailureOf(long number, string id, Func<string, Status, Exception> rejection) =>
        _rejected.Contains(number)
            ? rejection(id, _rejections.GetValueOrDefault(number) ?? new Status
            {
                Code = (int)Code.Unknown,
                Message = "the server rejected the message"
            })
            : _dropped.Contains(number) ? NeverSent()
            : _notSentAgain.Contains(number) || (number >= _compactedAway.First && number <= _compactedAway.Last) ? NotSentAgain()
            : null;
}
