using System.Globalization;
namespace Cresta.VoiceCallSession.Sdk.Soak;

/// <summary>How something changed between the two halves of the time after warm-up, which is its first fifth.</summary>
/// <param name="First">Median of the first half, in MiB.</param>
/// <param name="Second">Median of the second half, in MiB.</param>
internal readonly record struct GrowthOf(double First, double Second)
{
    private const int WarmUpShare = 5;

    public static GrowthOf Samples(IReadOnlyList<double> samples)
    {
        var warm = samples.Skip(samples.Count / WarmUpShare).ToList();
        var half = warm.Count / 2;
        return new GrowthOf(Median(warm[..half]), Median(warm[half..]));
    }

    /// <summary>The most that the second half may have, a tenth and some MiB more than the first, in MiB.</summary>
    public double Limit(double toleratedMiB) => (First * 1.1) + toleratedMiB;

    public bool IsFlat(double toleratedMiB) => Second <= Limit(toleratedMiB);

    public string Describe(double toleratedMiB) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"median {First:0.0} MiB in the first half after warm-up, {Second:0.0} MiB in the second; at most "
            + $"{Limit(toleratedMiB):0.0} MiB is flat");

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
