using System.Globalization;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>Consecutive numeric sequence ids.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them, included.</param>
public sealed record SequenceIdRange(long First, long Last)
{
    /// <summary>How many ids the range has.</summary>
    public long Count => Last - First + 1;

    /// <summary>The range as <c>4</c> or <c>4-7</c>.</summary>
    public override string ToString() =>
        First == Last ? First.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
