using System.Globalization;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Resilience;

/// <summary>The wait that a server asks for. It outranks our own back-off.</summary>
internal static class ServerDelay
{
    private const string PushBackTrailer = "grpc-retry-pushback-ms";

    /// <summary>Reads <c>RetryInfo</c>, else the push-back trailer; a negative or unreadable push-back means "do not retry".</summary>
    public static TimeSpan? Read(RpcStatus status, Metadata? trailers, out bool mayRetry)
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

        return FromRetryInfo(status);
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
