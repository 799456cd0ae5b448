using System.Security.Cryptography;
using NAudio.Wave;
using StreamWavFile.Wav;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Load;

/// <summary>
/// Real human speech, byte-exact at the server. The recordings are Debian's asterisk-core-sounds-en-wav where it is installed
/// (SPEECH_REQUIRED=1 makes their absence a failure, as in CI), else the conversation that the repository brings.
/// </summary>
public sealed class SpeechTests
{
    private const int Wanted = 25;
    private const string DebianSpeech = "/usr/share/asterisk/sounds";

    [Theory, ClassData(typeof(Transports))]
    public async Task Speech_arrives_byte_exact_as_linear16_and_as_mulaw(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        foreach (var (file, index) in Recordings().Select((file, index) => (file, index)))
        {
            var linear16 = await ReadAsync(file);
            var mulaw = new byte[linear16.Length / 2];
            G711.EncodeMulawFromLinear16(linear16, mulaw);
            await StreamAsync(rig, CallRig.Linear16Configuration($"linear16-{index}"), linear16);
            await StreamAsync(rig, CallRig.Configuration($"mulaw-{index}"), mulaw);
        }
    }

    private static async Task StreamAsync(CallRig rig, V1.StreamingConfig configuration, byte[] audio)
    {
        await using var session = await rig.OpenAsync(configuration);
        for (var at = 0; at < audio.Length; at += 320)
        {
            await session.SendAudioAsync(audio.AsMemory(at, Math.Min(320, audio.Length - at)), CallRig.Agent);
        }

        Assert.True((await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
        var call = await rig.RecordAsync(configuration.PlatformCallId);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(audio)), call.AudioOf(CallRig.Agent)!.Sha256);
    }

    private static List<string> Recordings()
    {
        var speech = Directory.Exists(DebianSpeech)
            ? Directory.EnumerateFiles(DebianSpeech, "*.wav", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where(
                file => new FileInfo(file).Length > 8_000).Take(Wanted).ToList()
            : [];
        if (Environment.GetEnvironmentVariable("SPEECH_REQUIRED") is "1")
        {
            Assert.True(speech.Count >= 20, $"only {speech.Count} recordings in {DebianSpeech}; install asterisk-core-sounds-en-wav");
        }

        return speech.Count > 0 ? speech : [BuildPaths.Of("Conversation")];
    }

    /// <summary>The first channel as 16-bit samples, whatever the file has.</summary>
    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var wav = await WavAudio.OpenAsync(file, CancellationToken.None);
        var audio = new byte[wav.DataLength!.Value];
        audio = audio[..wav.Read(audio)];
        if (wav.Format.Channels == 2)
        {
            var left = new byte[audio.Length / 2];
            StereoSplitter.Deinterleave(audio, wav.Format.BitsPerSample / 8, left, new byte[left.Length]);
            audio = left;
        }

        if (wav.Format.Encoding == WaveFormatEncoding.MuLaw)
        {
            var linear16 = new byte[audio.Length * 2];
            G711.DecodeMulawToLinear16(audio, linear16);
            audio = linear16;
        }

        return audio;
    }
}
