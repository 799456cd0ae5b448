namespace Cresta.VoiceCallSession.Sdk.Audio;

/// <summary>
/// Adds up the code lengths of informative blocks until one format is clearly the shortest. The limits leave a margin: in speech from full
/// scale down to -46 dB, the right format is shorter than each other one by 1 to 4 bits a byte.
/// </summary>
internal sealed class FormatEvidence
{
    /// <summary>Blocks are compared in groups of this length (32 ms of G.711), in which single samples do not matter.</summary>
    private const int GroupBytes = 8 * AudioBlock.Bytes;

    /// <summary>
    /// A group is clear if its shortest format leads the second by this number of bits for each byte. Loud noise has about the same length
    /// in several formats.
    /// </summary>
    private const double GroupLead = 0.25;

    /// <summary>The share of the clear groups that the format is the shortest one of.</summary>
    private const double Agreement = 0.9;

    /// <summary>The bits by which the format leads each other one.</summary>
    private const double Lead = 2048;

    /// <summary>The same for each byte.</summary>
    private const double LeadPerByte = 0.6;

    /// <summary>
    /// The bits for each byte by which the format's longest group exceeds its shortest. Speech and music vary; a steady tone does not, and
    /// some distorted tones are shorter in a wrong format.
    /// </summary>
    private const double Variation = 0.5;

    /// <summary>
    /// The declared format is accepted after that many bytes (2 s of G.711). A wrong one is found at a quarter of it or earlier.
    /// </summary>
    private const int AcceptedBytes = 16 * 1024;

    /// <summary>
    /// Beyond it, all earlier evidence is halved, so that sound without a clear format does not outweigh the speech after it.
    /// </summary>
    private const int FullWeightBytes = 64 * 1024;

    /// <summary>The end of the search: two minutes of G.711 in which no format is clearly the shortest.</summary>
    private const int AbandonedBytes = 1024 * 1024;

    private readonly FormatTally[] _tallies = FormatTally.ForEachFormat();
    private int _groupBytes;
    private double _weightedBytes;
    private double _clearGroups;
    private int _allBytes;

    /// <summary>Adds a block.</summary>
    /// <param name="lengths">Its lengths in bits, by <see cref="AudioSampleFormat"/>.</param>
    /// <returns>True at the end of a group: there may be something new to conclude.</returns>
    public bool Add(ReadOnlySpan<float> lengths)
    {
        for (var i = 0; i < _tallies.Length; i++)
        {
            _tallies[i].GroupBits += lengths[i];
        }

        _groupBytes += AudioBlock.Bytes;
        if (_groupBytes < GroupBytes)
        {
            return false;
        }

        EndGroup();
        return true;
    }

    /// <summary>Whether no more evidence is needed.</summary>
    /// <param name="declared">The declared format.</param>
    /// <param name="suspected">The format that the audio is in instead, or null.</param>
    public bool TryConclude(AudioSampleFormat declared, out AudioSampleFormat? suspected)
    {
        var shortest = Shortest();
        suspected = shortest == declared ? null : shortest;
        return suspected is not null || _allBytes >= AbandonedBytes || (shortest == declared && _weightedBytes >= AcceptedBytes);
    }

    private void EndGroup()
    {
        double shortest = double.MaxValue, second = double.MaxValue;
        foreach (ref var tally in _tallies.AsSpan())
        {
            (shortest, second) = (Math.Min(shortest, tally.GroupBits), Math.Min(second, Math.Max(shortest, tally.GroupBits)));
        }

        var isClear = second - shortest >= GroupLead * GroupBytes;
        var oldWeight = _weightedBytes >= FullWeightBytes ? 0.5 : 1;
        foreach (ref var tally in _tallies.AsSpan())
        {
            tally.EndGroup(isClear && tally.GroupBits <= shortest, oldWeight);
        }

        _weightedBytes = (oldWeight * _weightedBytes) + GroupBytes;
        _clearGroups = (oldWeight * _clearGroups) + (isClear ? 1 : 0);
        _allBytes += GroupBytes;
        _groupBytes = 0;
    }

    private AudioSampleFormat? Shortest()
    {
        var index = 0;
        for (var i = 1; i < _tallies.Length; i++)
        {
            index = _tallies[i].Bits < _tallies[index].Bits ? i : index;
        }

        ref var shortest = ref _tallies[index];
        var lead = double.MaxValue;
        for (var i = 0; i < _tallies.Length; i++)
        {
            lead = i == index ? lead : Math.Min(lead, _tallies[i].Bits - shortest.Bits);
        }

        var isClear = lead >= Lead && lead >= LeadPerByte * _weightedBytes
            && shortest.ShortestGroups >= Agreement * _clearGroups
            && shortest.MostBits - shortest.LeastBits >= Variation * GroupBytes;
        return isClear ? (AudioSampleFormat)index : null;
    }
}
