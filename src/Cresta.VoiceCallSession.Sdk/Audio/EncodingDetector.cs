namespace Cresta.VoiceCallSession.Sdk.Audio;

/// <summary>
/// Detects audio in another format than the declared one. It estimates, block by block, in how many bits the same bytes can be stored in
/// each format (<see cref="CodeLengthEstimator"/>): audio is predictable, and so short, only when it is read in its own format, whatever is
/// spoken, at whatever level or sample rate. It stops when one format is clearly the shortest (<see cref="FormatEvidence"/>). Memory is
/// fixed, and nothing is allocated after construction. Not thread-safe.
/// </summary>
internal sealed class EncodingDetector(AudioSampleFormat declared)
{
    private readonly byte[] _block = new byte[AudioBlock.HistoryBytes + AudioBlock.Bytes];
    private readonly CodeLengthEstimator _estimator = new();
    private readonly FormatEvidence _evidence = new();
    private int _filled;

    /// <summary>The format that the audio is in, if it is not the declared one and <see cref="Inspect"/> has found it; else null.</summary>
    public AudioSampleFormat? Suspected { get; private set; }

    /// <summary>Examines the next audio, in frames of any length. The first byte of all starts a sample.</summary>
    /// <param name="audio">The participant's next bytes.</param>
    /// <returns>True when the format is known, or cannot be told: no more audio is needed.</returns>
    public bool Inspect(ReadOnlySpan<byte> audio)
    {
        while (!audio.IsEmpty)
        {
            var taken = Math.Min(audio.Length, _block.Length - _filled);
            audio[..taken].CopyTo(_block.AsSpan(_filled));
            audio = audio[taken..];
            _filled += taken;
            if (_filled == _block.Length && ExamineBlock())
            {
                return true;
            }
        }

        return false;
    }

    private bool ExamineBlock()
    {
        var isGroup = AudioBlock.IsInformative(_block) && _evidence.Add(_estimator.Estimate(_block));

        // Its last samples are the next block's history.
        _block.AsSpan(AudioBlock.Bytes).CopyTo(_block);
        _filled = AudioBlock.HistoryBytes;
        if (!isGroup || !_evidence.TryConclude(declared, out var suspected))
        {
            return false;
        }

        Suspected = suspected;
        return true;
    }
}
