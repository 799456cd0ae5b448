using System.Globalization;
using System.Net.Http.Headers;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Resilience;

/// <summary>The wait that a server asks for. It outranks our own back-off.</summary>
internal static class ServerDelay
{
    /// <summary>HTTP's header, which transports pass on among the trailers.</summary>
    public const string RetryAfterHeader = "retry-after";

    private const string PushBackTrailer = "grpc-retry-pushback-ms";

    /// <summary>
    /// Reads <c>RetryInfo</c>, else the push-back trailer, else <c>Retry-After</c>; a negative or unreadable push-back means "do not retry".
    /// </summary>
    public static TimeSpan? Read(RpcStatus status, Metadata? trailers, DateTimeOffset now, out bool mayRetry)
    {
        mayRetry = true;
        if (trailers?.GetValue(PushBackTrailer) is { } pushBack)
        {
            mayRetry = int.TryParse(pushBack, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds);
            if (mayRetry && FromRetryInfo(status) is null)
            {
                return TimeSpan.FromMilliseconds(milliseconds);
            }
        }

        return FromRetryInfo(status) ?? FromRetryAfter(trailers?.GetValue(RetryAfterHeader), now);
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
            if (detail.TryUnpack<RetryInfo>(out var info) && info.RetryDelay is { } delay)
            {
                var wait = delay.ToTimeSpan();
                return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
            }
        }

        return null;
    }
}
