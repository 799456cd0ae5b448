using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Queue;

/// <summary>Row I1, over real speech.</summary>
public sealed class EncodingGuessTests(SpeechCorpus corpus) : IClassFixture<SpeechCorpus>
{
    private const int Rate = 8000;

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.1)]
    public void I1_Speech_in_the_declared_encoding_is_never_suspected(double volume)
    {
        foreach (var samples in corpus.Speech.Select(s => Scale(s, volume)))
        {
            Assert.Null(Guess(AudioEncoding.Linear16, Linear16(samples)));
            Assert.Null(Guess(AudioEncoding.Mulaw, Mulaw(samples)));
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.1)]
    public void I1_Speech_in_the_other_encoding_is_suspected(double volume)
    {
        var found = corpus.Speech.Select(s => Scale(s, volume)).SelectMany(samples => new[]
        {
            (Expected: AudioEncoding.Linear16, Found: Guess(AudioEncoding.Mulaw, Linear16(samples), out var enough), Enough: enough),
            (Expected: AudioEncoding.Mulaw, Found: Guess(AudioEncoding.Linear16, Mulaw(samples), out enough), Enough: enough),
        }).Where(guess => guess.Enough).ToList();

        Assert.True(found.Count >= 2, "there is speech of two seconds");
        Assert.All(found, guess => Assert.True(guess.Found is null || guess.Found == guess.Expected));
        Assert.InRange(found.Count(guess => guess.Found == guess.Expected), found.Count * 0.95, found.Count);
    }

    [Fact]
    public void I1_Two_seconds_decide_however_they_are_cut()
    {
        var audio = Linear16(corpus.Speech.MaxBy(s => s.Length)!);
        var guess = EncodingGuess.For(Shape(AudioEncoding.Mulaw))!;
        var (at, random) = (0, new Random(1));
        for (int size; !guess.Inspect(audio.AsSpan(at, size = random.Next(1, 400))); at += size)
        {
        }

        Assert.Equal(AudioEncoding.Linear16, guess.Suspected);
        Assert.InRange(at, Rate, audio.Length);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void I1_Digital_silence_tells_nothing_and_what_follows_does(byte silence)
    {
        var audio = new byte[10 * Rate];
        Array.Fill(audio, silence);
        Assert.Null(Guess(AudioEncoding.Mulaw, audio, out var enough));
        Assert.False(enough);
        Assert.Equal(AudioEncoding.Linear16, Guess(AudioEncoding.Mulaw, [.. audio, .. Linear16(corpus.Speech.MaxBy(s => s.Length)!)]));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(697)]
    [InlineData(1004)]
    [InlineData(2000)]
    public void I1_Tones_are_not_suspected(int hertz)
    {
        var tone = Enumerable.Range(0, 5 * Rate).Select(i => (short)(12_000 * Math.Sin(2 * Math.PI * hertz * i / Rate))).ToArray();
        Assert.Null(Guess(AudioEncoding.Linear16, Linear16(tone)));
        Assert.Null(Guess(AudioEncoding.Mulaw, Mulaw(tone)));
    }

    [Fact]
    public void I1_Looking_allocates_nothing_and_other_encodings_are_not_looked_at()
    {
        var guess = EncodingGuess.For(Shape(AudioEncoding.Mulaw))!;
        var frame = new byte[160];
        Random.Shared.NextBytes(frame);
        guess.Inspect(frame);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
        {
            guess.Inspect(frame);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Null(EncodingGuess.For(Shape((AudioEncoding)9)));
    }

    private static AudioEncoding? Guess(AudioEncoding declared, byte[] audio) => Guess(declared, audio, out _);

    private static AudioEncoding? Guess(AudioEncoding declared, byte[] audio, out bool enough)
    {
        var guess = EncodingGuess.For(Shape(declared))!;
        enough = guess.Inspect(audio);
        return guess.Suspected;
    }

    private static AudioShape Shape(AudioEncoding encoding) => AudioShape.Of(new AudioMetadata { SampleRateHertz = Rate, Encoding = encoding });

    private static short[] Scale(short[] samples, double volume) => [.. samples.Select(sample => (short)(sample * volume))];

    private static byte[] Linear16(short[] samples) => [.. samples.SelectMany(BitConverter.GetBytes)];

    private static byte[] Mulaw(short[] samples) => [.. samples.Select(sample => G711.EncodeMulaw(sample))];
}
