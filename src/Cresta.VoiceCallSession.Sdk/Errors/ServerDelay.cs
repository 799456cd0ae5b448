using System.Globalization;
using System.Net.Http.Headers;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>Reads how long a server, or something in front of it, asks to wait. A value that cannot be used is ignored.</summary>
internal static class ServerDelay
{
    /// <summary>HTTP's header, which transports pass on among the trailers.</summary>
    public const string RetryAfterHeader = "retry-after";

    private const string PushBackTrailer = "grpc-retry-pushback-ms";

    // google.protobuf.Duration: about 10,000 years.
    private const long MaxDurationSeconds = 315_576_000_000;
    private const int NanosPerSecond = 1_000_000_000;
    private const int NanosPerTick = 100;

    /// <summary>
    /// Reads <c>RetryInfo</c>, else the push-back trailer, else <c>Retry-After</c>; a negative or unreadable push-back means "do not
    /// retry".
    /// </summary>
    public static RequestedDelay Read(RpcStatus status, Metadata? trailers, DateTimeOffset now)
    {
        var forbidsRetry = false;
        TimeSpan? pushedBack = null;
        if (trailers?.GetValue(PushBackTrailer) is { } pushBack)
        {
            forbidsRetry = !int.TryParse(pushBack, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds);
            pushedBack = forbidsRetry ? null : TimeSpan.FromMilliseconds(milliseconds);
        }

        return (FromRetryInfo(status) ?? pushedBack) is { } wait
            ? new RequestedDelay(wait, IsServices: true, forbidsRetry)
            : new RequestedDelay(FromRetryAfter(trailers?.GetValue(RetryAfterHeader), now), IsServices: false, forbidsRetry);
    }

    private static TimeSpan? FromRetryAfter(string? value, DateTimeOffset now)
    {
        if (!RetryConditionHeaderValue.TryParse(value, out var condition))
        {
            return null;
        }

        var wait = condition.Delta ?? condition.Date!.Value - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static TimeSpan? FromRetryInfo(RpcStatus status)
    {
        foreach (var detail in status.Details)
        {
            try
            {
                if (detail.TryUnpack<RetryInfo>(out var info) && info.RetryDelay is { } delay && IsNormalized(delay.Seconds, delay.Nanos))
                {
                    var wait = TimeSpan.FromSeconds(delay.Seconds) + TimeSpan.FromTicks(delay.Nanos / NanosPerTick);
                    return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
                }
            }
            catch (InvalidProtocolBufferException)
            {
                // The detail is named RetryInfo and is none: it says nothing.
                continue;
            }
        }

        return null;
    }

    /// <summary>Whether a duration is one that its specification allows. Others come from faulty servers and convert to no time.</summary>
    private static bool IsNormalized(long seconds, int nanos) =>
        Math.Abs((decimal)seconds) <= MaxDurationSeconds && Math.Abs((long)nanos) < NanosPerSecond
            && (seconds == 0 || nanos == 0 || (seconds < 0) == (nanos < 0));
}
