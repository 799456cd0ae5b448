namespace Cresta.VoiceCallSession.Sdk.Audio;

/// <summary>The code lengths of one format, added up.</summary>
internal struct FormatTally
{
    /// <summary>The bits of the current group.</summary>
    public double GroupBits;

    /// <summary>The bits of all groups, old ones at a lower weight.</summary>
    public double Bits;

    /// <summary>The clear groups that this format is the shortest one of, old ones at a lower weight.</summary>
    public double ShortestGroups;

    /// <summary>The bits of the shortest group.</summary>
    public double LeastBits;

    /// <summary>The bits of the longest group.</summary>
    public double MostBits;

    public static FormatTally[] ForEachFormat()
    {
        var tallies = new FormatTally[CodeLengthEstimator.Formats];
        Array.Fill(tallies, new FormatTally { LeastBits = double.MaxValue });
        return tallies;
    }

    /// <summary>Adds the current group to the others, and starts the next one.</summary>
    /// <param name="isClearlyShortest">Whether every other format is clearly longer in it.</param>
    /// <param name="oldWeight">The factor for the weight of the groups before it.</param>
    public void EndGroup(bool isClearlyShortest, double oldWeight)
    {
        Bits = (oldWeight * Bits) + GroupBits;
        ShortestGroups = (oldWeight * ShortestGroups) + (isClearlyShortest ? 1 : 0);
        LeastBits = Math.Min(LeastBits, GroupBits);
        MostBits = Math.Max(MostBits, GroupBits);
        GroupBits = 0;
    }
}
