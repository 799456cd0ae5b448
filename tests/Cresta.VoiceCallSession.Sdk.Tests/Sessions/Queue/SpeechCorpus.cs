using Cresta.VoiceCallSession.Sdk.Tests.Audio;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Queue;

/// <summary>
/// Real speech at 8000 Hz: Debian's asterisk-core-sounds-en-wav where it is installed (SPEECH_REQUIRED=1 makes its absence a failure), and the bundled conversation.
/// </summary>
public sealed class SpeechCorpus : IAsyncLifetime
{
    private const string DebianSpeech = "/usr/share/asterisk/sounds";

    /// <summary>The samples of each recording's first channel.</summary>
    public IReadOnlyList<short[]> Speech { get; private set; } = [];

    public async Task InitializeAsync()
    {
        var speech = new List<short[]>();
        foreach (var file in Recordings())
        {
            speech.Add(await ReadAsync(file));
        }

        Speech = speech;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static IEnumerable<string> Recordings()
    {
        var speech = Directory.Exists(DebianSpeech)
            ? Directory.EnumerateFiles(DebianSpeech, "*.wav", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where(file => new FileInfo(file).Length > 50_000).ToList()
            : [];
        if (Environment.GetEnvironmentVariable("SPEECH_REQUIRED") is "1")
        {
            Assert.True(speech.Count >= 20, $"only {speech.Count} recordings in {DebianSpeech}; install asterisk-core-sounds-en-wav");
        }

        return speech.Prepend(Path.Combine(AppContext.BaseDirectory, "Audio", "conversation.wav"));
    }

    private static async Task<short[]> ReadAsync(string file)
    {
        await using var wav = await WavReader.OpenAsync(file);
        var audio = await wav.ReadToEndAsync();
        var isMulaw = wav.Format.Encoding == WavEncoding.Mulaw;
        return [.. Enumerable.Range(0, audio.Length / wav.Format.BlockAlign).Select(i => i * wav.Format.BlockAlign)
            .Select(at => isMulaw ? G711.DecodeMulaw(audio[at]) : BitConverter.ToInt16(audio, at))];
    }
}
