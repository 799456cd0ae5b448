using Cresta.VoiceCallSession.Sdk.Audio;

namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

/// <summary>What a detector found in some audio, frame by frame of 20 ms of G.711.</summary>
/// <param name="Suspected">The format, if it is not the declared one.</param>
/// <param name="Bytes">The bytes it took.</param>
/// <param name="IsConcluded">Whether it needed no more.</param>
internal readonly record struct Detection(AudioSampleFormat? Suspected, int Bytes, bool IsConcluded)
{
    private const int FrameBytes = 160;

    /// <summary>The encodings that can be declared, as formats.</summary>
    public static IReadOnlyList<AudioSampleFormat> Declarable { get; } = [AudioSampleFormat.Mulaw, AudioSampleFormat.Linear16LittleEndian];

    /// <summary>Each declared format with each other one.</summary>
    public static IEnumerable<(AudioSampleFormat Declared, AudioSampleFormat Actual)> WrongPairs =>
        from declared in Declarable
        from actual in Enum.GetValues<AudioSampleFormat>()
        where actual != declared
        select (declared, actual);

    public static Detection Of(AudioSampleFormat declared, byte[] audio)
    {
        var detector = new EncodingDetector(declared);
        for (var at = 0; at < audio.Length; at += FrameBytes)
        {
            if (detector.Inspect(audio.AsSpan(at, Math.Min(FrameBytes, audio.Length - at))))
            {
                return new Detection(detector.Suspected, at + FrameBytes, IsConcluded: true);
            }
        }

        return new Detection(detector.Suspected, audio.Length, IsConcluded: false);
    }
}
