using System.Globalization;

namespace StreamWavFile.Options;

/// <summary>The start and the end of a hold, as positions in the audio.</summary>
internal readonly record struct HoldInterval(TimeSpan From, TimeSpan To)
{
    private const double LongestSeconds = 7 * 24 * 3600;

    /// <summary>Reads FROM-TO in seconds, for example 3-5.5.</summary>
    public static bool TryParse(string text, out HoldInterval interval)
    {
        interval = default;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !TryParseSeconds(text.AsSpan(0, dash), out var from) || !TryParseSeconds(text.AsSpan(dash + 1),
            out var to) || to <= from)
        {
            return false;
        }

        interval = new HoldInterval(from, to);
        return true;
    }

    private static bool TryParseSeconds(ReadOnlySpan<char> text, out TimeSpan position)
    {
        var parsed = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= LongestSeconds;
        position = parsed ? TimeSpan.FromSeconds(seconds) : default;
        return parsed;
    }
}
