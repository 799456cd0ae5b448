namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

/// <summary>Measures how much of a recording is speech: frames of 20 ms that are not 30 dB quieter than the loudest one.</summary>
internal static class SpeechMeter
{
    private const int FrameSamples = 160;
    private const double FrameSeconds = 0.02;
    private const double SpeechBelowPeak = 0.032;
    private const double SilenceLevel = 50;

    /// <summary>The seconds of speech, at 8000 Hz.</summary>
    public static double SecondsIn(short[] samples) => SecondsIn(samples, samples.Length);

    /// <summary>The seconds of speech in the first samples, at 8000 Hz.</summary>
    public static double SecondsIn(short[] samples, int first)
    {
        var levels = samples.Chunk(FrameSamples).Select(Level).ToList();
        var loudest = levels.DefaultIfEmpty().Max();
        var frames = levels.Take((first + FrameSamples - 1) / FrameSamples).Count(level => level >= loudest * SpeechBelowPeak);
        return loudest < SilenceLevel ? 0 : frames * FrameSeconds;
    }

    private static double Level(short[] frame) => Math.Sqrt(frame.Average(sample => (double)sample * sample));
}
