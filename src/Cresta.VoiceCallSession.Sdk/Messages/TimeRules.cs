using Cresta.VoiceCallSession.Sdk.Validation;
using Google.Protobuf.WellKnownTypes;

namespace Cresta.VoiceCallSession.Sdk.Messages;

/// <summary>Times and durations that protobuf's JSON form has no words for would break off a stream over REST.</summary>
internal static class TimeRules
{
    private const int NanosPerSecond = 1_000_000_000;

    /// <summary>0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, the range of a Timestamp, in seconds of Unix time.</summary>
    private const long MinimumTimestamp = -62_135_596_800;
    private const long MaximumTimestamp = 253_402_300_799;

    public static void Check(Timestamp? platformTime, ref MessageFaults faults)
    {
        if (platformTime is not null
            && (platformTime.Seconds is < MinimumTimestamp or > MaximumTimestamp || platformTime.Nanos is < 0 or >= NanosPerSecond))
        {
            faults.Add(
                "platformTime",
                $"{platformTime.Seconds} s and {platformTime.Nanos} ns of Unix time",
                "give a time of the years 1 to 9999, with 0 to 999999999 ns");
        }
    }

    public static void Check(Duration? pauseDuration, ref MessageFaults faults)
    {
        if (pauseDuration is not null
            && (pauseDuration.Seconds is < 0 or > Duration.MaxSeconds || pauseDuration.Nanos is < 0 or >= NanosPerSecond))
        {
            faults.Add(
                "pauseDuration",
                $"{pauseDuration.Seconds} s and {pauseDuration.Nanos} ns",
                $"give a duration that is not negative and at most {Duration.MaxSeconds} s");
        }
    }
}
