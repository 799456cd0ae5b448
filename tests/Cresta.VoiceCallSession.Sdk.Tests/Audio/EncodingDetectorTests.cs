using Cresta.VoiceCallSession.Sdk.Audio;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

/// <summary>Row I1: how audio is cut, what is no speech, and what it costs.</summary>
public sealed class EncodingDetectorTests(SpeechCorpus corpus) : IClassFixture<SpeechCorpus>
{
    private const int Rate = 8000;

    // Linear, µ-law with either zero and both, A-law likewise, linear with an offset.
    private static readonly byte[][] Silences =
        [[0x00, 0x00], [0xFF, 0xFF], [0x7F, 0x7F], [0xFF, 0x7F], [0xD5, 0xD5], [0x55, 0x55], [0xD5, 0x55], [0x10, 0x00]];

    private short[] Speech => corpus.Speech[0];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void I1_Frames_of_any_length_give_the_same_result(int seed)
    {
        foreach (var (declared, actual) in Detection.WrongPairs)
        {
            var audio = TestSignals.Encode(Speech, actual);
            var whole = new EncodingDetector(declared);
            Assert.True(whole.Inspect(audio));
            Assert.Equal(actual, whole.Suspected);

            var (cut, at, random) = (new EncodingDetector(declared), 0, new Random(seed));
            for (int size; !cut.Inspect(audio.AsSpan(at, size = random.Next(0, 400))); at += size)
            {
            }

            Assert.Equal(actual, cut.Suspected);
            Assert.InRange(at, 512, 2 * Rate);
        }
    }

    [Fact]
    public void I1_Digital_silence_of_every_format_is_no_evidence_and_speech_after_it_is()
    {
        foreach (var (declared, actual) in Detection.WrongPairs)
        {
            foreach (var silence in Silences)
            {
                var audio = Enumerable.Repeat(silence, 10 * Rate).SelectMany(bytes => bytes).ToArray();
                Assert.Equal(new Detection(null, audio.Length, IsConcluded: false), Detection.Of(declared, audio));
                Assert.Equal(actual, Detection.Of(declared, [.. audio, .. TestSignals.Encode(Speech, actual)]).Suspected);
            }
        }
    }

    [Theory]
    [InlineData(400, 400)]
    [InlineData(440, 480)]
    [InlineData(350, 440)]
    [InlineData(697, 1209)]
    [InlineData(941, 1633)]
    [InlineData(1004, 1004)]
    [InlineData(2000, 2000)]
    [InlineData(2100, 2100)]
    public void I1_Tones_are_not_suspected(int hertz, int otherHertz)
    {
        foreach (var decibels in Enumerable.Range(0, 25).Select(step => -2 * step))
        {
            AssertNotSuspected(Rate, t => TestSignals.Sine(hertz * t) + TestSignals.Sine(otherHertz * t), decibels);
            AssertNotSuspected(Rate, t => t % 0.2 < 0.1 ? TestSignals.Sine(hertz * t) + TestSignals.Sine(otherHertz * t) : 0, decibels);
            AssertNotSuspected(2 * Rate, t => TestSignals.Sine((hertz * t) + 0.125) + TestSignals.Sine(otherHertz * t), decibels);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-12)]
    [InlineData(-30)]
    [InlineData(-50)]
    [InlineData(-70)]
    public void I1_Noise_is_not_suspected(double decibels)
    {
        var random = new Random(1);
        var level = 0.0;
        AssertNotSuspected(Rate, _ => 2 * ((2 * random.NextDouble()) - 1), decibels);
        AssertNotSuspected(Rate, _ => level = (0.95 * level) + (0.2 * (random.NextDouble() - 0.5)), decibels);
        AssertNotSuspected(Rate, _ => random.Next(3) - 1, decibels);
        AssertNotSuspected(Rate, t => Math.Sign(TestSignals.Sine(187 * t)), decibels);
    }

    [Fact]
    public void I1_Bytes_without_any_format_end_the_search_and_are_not_suspected()
    {
        var audio = new byte[2 * 1024 * 1024];
        new Random(1).NextBytes(audio);
        foreach (var declared in Detection.Declarable)
        {
            var detection = Detection.Of(declared, audio);
            Assert.Equal((null, true), (detection.Suspected, detection.IsConcluded));
        }
    }

    [Fact]
    public void I1_Sound_without_a_format_does_not_hide_the_speech_after_it()
    {
        var noise = new byte[40 * Rate];
        new Random(1).NextBytes(noise);
        foreach (var (declared, actual) in Detection.WrongPairs)
        {
            var speech = Enumerable.Repeat(TestSignals.Encode(Speech, actual), 10).SelectMany(bytes => bytes);
            Assert.Equal(actual, Detection.Of(declared, [.. noise, .. speech]).Suspected);
        }
    }

    [Fact]
    public void I1_Detection_allocates_nothing()
    {
        var detector = new EncodingDetector(AudioSampleFormat.Mulaw);
        var frame = new byte[161];
        new Random(1).NextBytes(frame);
        detector.Inspect(frame);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            detector.Inspect(frame);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(AudioEncoding.Linear16, AudioSampleFormat.Linear16LittleEndian)]
    [InlineData(AudioEncoding.Mulaw, AudioSampleFormat.Mulaw)]
    [InlineData(AudioEncoding.Unspecified, null)]
    [InlineData((AudioEncoding)9, null)]
    public void I1_Encodings_without_a_known_format_are_not_examined(AudioEncoding declared, AudioSampleFormat? format) =>
        Assert.Equal(format, AudioShape.Of(new AudioMetadata { SampleRateHertz = Rate, Encoding = declared }).SampleFormat);

    private static void AssertNotSuspected(int rate, Func<double, double> sound, double decibels)
    {
        var samples = TestSignals.Amplify(TestSignals.Sound(rate, seconds: 4, t => sound(t) / 2), decibels);
        Assert.All(Detection.Declarable, declared => Assert.Null(Detection.Of(declared, TestSignals.Encode(samples, declared)).Suspected));
    }
}
