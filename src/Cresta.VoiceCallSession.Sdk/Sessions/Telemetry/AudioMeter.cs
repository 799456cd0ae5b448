using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.Sdk.Sessions.Report;
using Cresta.VoiceCallSession.Sdk.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;

/// <summary>
/// A call's audio as metrics: what has become of it since it was last looked at. Read from the books, so that the media threads do nothing
/// for it.
/// </summary>
internal sealed class AudioMeter(AudioShape shape, CallQueue queue, ILogger logger, ServerTags server)
{
    private static readonly LossReason[] Reasons = Enum.GetValues<LossReason>();

    private readonly object _gate = new();
    private readonly Dictionary<string, long> _published = new(StringComparer.Ordinal);
    private readonly long[] _logged = new long[Reasons.Length];

    public void Publish()
    {
        var tracks = queue.Tracks;
        lock (_gate)
        {
            Add("offered", reason: null, tracks.Sum(track => track.OfferedBytes));
            Add("acknowledged", reason: null, tracks.Sum(track => track.AcknowledgedBytes));
            Add("replayed", reason: null, tracks.Sum(track => track.ReplayedBytes));
            foreach (var reason in Reasons)
            {
                var lost = tracks.Sum(track => track.LostBytes(reason));
                if (lost == 0)
                {
                    continue;
                }

                Add(CallReportBuilder.IsRefusal(reason) ? "refused" : "dropped", reason.ToString(), lost);
                Log(reason, lost);
            }
        }
    }

    /// <summary>The call is over: what the server never answered for is known only now.</summary>
    public void PublishUnacknowledged(long bytes)
    {
        lock (_gate)
        {
            Add("unacknowledged", reason: null, bytes);
        }
    }

    public void SampleBacklog()
    {
        if (!Instruments.Backlog.Enabled)
        {
            return;
        }

        foreach (var track in queue.Tracks)
        {
            Instruments.Backlog.Record(shape.SecondsIn(track.QueuedBytes) * 1000, server);
        }
    }

    private void Add(string disposition, string? reason, long total)
    {
        var key = disposition + reason;
        var added = total - _published.GetValueOrDefault(key);
        if (added == 0)
        {
            return;
        }

        _published[key] = total;
        var fateTag = new KeyValuePair<string, object?>("disposition", disposition);
        if (reason is null)
        {
            Instruments.AudioBytes.Record(added, server, fateTag);
            Instruments.AudioSeconds.Record(shape.SecondsIn(added), server, fateTag);
        }
        else
        {
            var reasonTag = new KeyValuePair<string, object?>("reason", reason);
            Instruments.AudioBytes.Record(added, server, fateTag, reasonTag);
            Instruments.AudioSeconds.Record(shape.SecondsIn(added), server, fateTag, reasonTag);
        }
    }

    /// <summary>What a hold or a pause drops is what was asked for.</summary>
    private void Log(LossReason reason, long lost)
    {
        if (lost > _logged[(int)reason] && reason is not (LossReason.OnHold or LossReason.Paused))
        {
            CallLog.Lost(logger, lost - _logged[(int)reason], reason);
            _logged[(int)reason] = lost;
        }
    }
}
