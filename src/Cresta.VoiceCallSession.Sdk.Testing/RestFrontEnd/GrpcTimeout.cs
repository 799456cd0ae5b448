using System.Globalization;

namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>The <c>Grpc-Timeout</c> header, such as <c>700m</c> for 700 ms.</summary>
internal static class GrpcTimeout
{
    public const string Header = "Grpc-Timeout";

    private const int MostDigits = 8;
    private const long NanosecondsPerTick = 100;

    public static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = TimeSpan.Zero;
        if (text.Length is < 2 or > MostDigits + 1 || !long.TryParse(
            text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }

        long? ticks = text[^1] switch
        {
            'H' => amount * TimeSpan.TicksPerHour,
            'M' => amount * TimeSpan.TicksPerMinute,
            'S' => amount * TimeSpan.TicksPerSecond,
            'm' => amount * TimeSpan.TicksPerMillisecond,
            'u' => amount * TimeSpan.TicksPerMicrosecond,
            'n' => amount / NanosecondsPerTick,
            _ => null,
        };
        timeout = TimeSpan.FromTicks(ticks ?? 0);
        return ticks is not null;
    }
}
