using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace FakeServer;

/// <summary>The value of <c>--status-after</c>: <c>N:CODE</c>.</summary>
internal static class StatusAfter
{
    public static CallScript Apply(CallScript script, string value)
    {
        var parts = value.Split(':');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var messages))
        {
            throw new UsageException($"--status-after takes N:CODE, such as 5:UNAVAILABLE, but got '{value}'.");
        }

        return script.EndWithStatus(StatusName.Parse(parts[1]), messages);
    }
}
