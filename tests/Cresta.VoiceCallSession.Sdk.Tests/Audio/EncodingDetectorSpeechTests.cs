using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

/// <summary>Row I1, over real speech, all of it.</summary>
public sealed class EncodingDetectorSpeechTests(SpeechCorpus corpus, ITestOutputHelper output) : IClassFixture<SpeechCorpus>
{
    private const double RequiredRate = 0.95;
    private const double SpeechSeconds = 5;

    [Theory]
    [InlineData(0)]
    [InlineData(-20)]
    [InlineData(-36)]
    public void I1_A_wrong_encoding_is_detected_within_five_seconds_of_speech(int decibels) =>
        AssertDetected($"{decibels} dB", corpus.Speech, samples => TestSignals.Amplify(samples, decibels));

    [Theory]
    [InlineData("16 kHz")]
    [InlineData("noise")]
    [InlineData("offset")]
    [InlineData("decoded G.711")]
    public void I1_A_wrong_encoding_is_detected_in_changed_speech(string change) =>
        AssertDetected(change, [.. corpus.Speech.Where((_, i) => i % 5 == 0)], Changed(change));

    [Theory]
    [InlineData(0)]
    [InlineData(-20)]
    [InlineData(-36)]
    [InlineData(-50)]
    [InlineData(20)]
    public void I1_The_declared_encoding_is_never_suspected(int decibels) =>
        AssertNeverSuspected($"{decibels} dB", samples => TestSignals.Amplify(samples, decibels));

    [Theory]
    [InlineData("16 kHz")]
    [InlineData("noise")]
    [InlineData("offset")]
    [InlineData("decoded G.711")]
    public void I1_The_declared_encoding_is_never_suspected_in_changed_speech(string change) =>
        AssertNeverSuspected(change, Changed(change));

    private void AssertDetected(string change, IReadOnlyList<short[]> recordings, Func<short[], short[]> changed)
    {
        var changedRecordings = recordings.Select(changed).ToList();
        foreach (var (declared, actual) in Detection.WrongPairs)
        {
            var detections = changedRecordings.Select(samples => Detection.Of(declared, TestSignals.Encode(samples, actual))).ToList();
            Assert.DoesNotContain(detections, detection => detection.Suspected is { } suspected && suspected != actual);

            var bytesPerSample = actual is AudioSampleFormat.Mulaw or AudioSampleFormat.Alaw ? 1 : 2;
            var found = recordings.Zip(detections)
                .Where(pair => pair.Second.Suspected == actual)
                .Select(pair => SpeechMeter.SecondsIn(pair.First, pair.Second.Bytes / bytesPerSample))
                .Order()
                .ToList();
            var inTime = found.Count(seconds => seconds <= SpeechSeconds);
            output.WriteLine(
                $"{change}: declared {declared}, actual {actual}: {inTime} of {recordings.Count} detected "
                + $"({100.0 * inTime / recordings.Count:0.0} %), half of them within {found[found.Count / 2]:0.00} s of speech, all "
                    + $"within {found[^1]:0.00} s");
            Assert.InRange(inTime, RequiredRate * recordings.Count, recordings.Count);
        }
    }

    private void AssertNeverSuspected(string change, Func<short[], short[]> changed)
    {
        var recordings = corpus.Speech.Select(changed).ToList();
        foreach (var declared in Detection.Declarable)
        {
            var detections = recordings.Select(samples => Detection.Of(declared, TestSignals.Encode(samples, declared))).ToList();
            var alarms = detections.Count(detection => detection.Suspected is not null);
            output.WriteLine(
                $"{change}: {declared} as declared: {alarms} false alarms in {detections.Count}, "
                + $"{detections.Count(detection => detection.IsConcluded)} concluded");
            Assert.Equal(0, alarms);
        }
    }

    private static Func<short[], short[]> Changed(string change) => change switch
    {
        "16 kHz" => TestSignals.DoubleRate,
        "noise" => samples => TestSignals.AddNoise(samples, decibelsBelow: 10),
        "offset" => samples => TestSignals.Offset(TestSignals.Amplify(samples, -10), 300),
        _ => samples => [.. samples.Select(sample => G711.DecodeAlaw(G711.EncodeAlaw(sample)))],
    };
}
