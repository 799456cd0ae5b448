using System.Globalization;

namespace Cresta.VoiceCallSession.Sdk.Testing.Primitives;

/// <summary>How times are printed: in seconds, to the millisecond.</summary>
internal static class Seconds
{
    public static string Of(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
