namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

/// <summary>
/// Real speech at 8000 Hz: Debian's asterisk-core-sounds-en-wav if it is installed (SPEECH_REQUIRED=1 makes its absence a failure), and the
/// bundled conversation.
/// </summary>
public sealed class SpeechCorpus : IAsyncLifetime
{
    private const string DebianSpeech = "/usr/share/asterisk/sounds";
    private const int Prompts = 500;

    /// <summary>The samples of each recording's first channel; recordings without speech are left out.</summary>
    public IReadOnlyList<short[]> Speech { get; private set; } = [];

    public async Task InitializeAsync()
    {
        var speech = new List<short[]>();
        foreach (var file in Recordings())
        {
            speech.Add(await SpeechFile.ReadAsync(file));
        }

        Speech = [.. speech.Where(samples => SpeechMeter.SecondsIn(samples) > 0)];
        if (Environment.GetEnvironmentVariable("SPEECH_REQUIRED") is "1")
        {
            Assert.True(Speech.Count >= Prompts, $"only {Speech.Count} recordings in {DebianSpeech}; install asterisk-core-sounds-en-wav");
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    // The directories of other names are links to the one of the voice.
    private static IEnumerable<string> Recordings() =>
        (Directory.Exists(DebianSpeech) ? new DirectoryInfo(DebianSpeech).EnumerateDirectories("en*") : [])
        .Where(directory => directory.LinkTarget is null)
        .SelectMany(directory => directory.EnumerateFiles("*.wav", SearchOption.AllDirectories))
        .Select(file => file.FullName)
        .Order(StringComparer.Ordinal)
        .Prepend(Path.Combine(AppContext.BaseDirectory, "Audio", "conversation.wav"));
}
