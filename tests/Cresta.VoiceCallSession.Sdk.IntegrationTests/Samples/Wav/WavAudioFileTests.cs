using System.IO.Pipes;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using NAudio.Wave;
using StreamWavFile.Wav;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples.Wav;

public sealed class WavAudioFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_is_read_from_its_path()
    {
        var path = Path.Combine(_folder, "call.wav");
        await File.WriteAllBytesAsync(path, new WavBuilder().Format(WaveFormatEncoding.ALaw).Data([1, 2, 3]).ToArray());

        await using (var audio = await WavAudio.OpenAsync(path, CancellationToken.None))
        {
            Assert.Equal(WaveFormatEncoding.ALaw, audio.Format.Encoding);
            Assert.Equal([1, 2, 3], audio.ReadToEnd());
        }

        AssertIsClosed(path);
    }

    [Fact]
    public async Task A_file_that_is_refused_is_closed()
    {
        var path = Path.Combine(_folder, "call.ogg");
        await File.WriteAllBytesAsync(path, [.. "OggS"u8, .. new byte[100]]);

        await Assert.ThrowsAsync<WavFormatException>(() => WavAudio.OpenAsync(path, CancellationToken.None));

        AssertIsClosed(path);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var path = Path.Combine(_folder, "missing.wav");

        var exception = await Assert.ThrowsAsync<FileNotFoundException>(() => WavAudio.OpenAsync(path, CancellationToken.None));

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task No_path_is_refused() =>
        Assert.ThrowsAsync<ArgumentException>("path", () => WavAudio.OpenAsync(" ", CancellationToken.None));

    [Fact]
    public async Task A_pipe_is_read_to_its_end()
    {
        await using var input = new AnonymousPipeServerStream(PipeDirection.In);
        await using var output = new AnonymousPipeClientStream(PipeDirection.Out, input.GetClientHandleAsString());
        var wav = new WavBuilder().Format(WaveFormatEncoding.MuLaw).Data([1, 2, 3], size: uint.MaxValue).RiffSize(uint.MaxValue).ToArray();
        await output.WriteAsync(wav);
        await output.DisposeAsync();

        await using var copy = await Spool.CopyAsync(input, CancellationToken.None).Guarded();
        await using var audio = WavAudio.Open(copy);

        Assert.Equal([1, 2, 3], audio.ReadToEnd());
        Assert.True(File.Exists(copy.Name));
        await copy.DisposeAsync();
        Assert.False(File.Exists(copy.Name));
    }

    // Opening for sole use fails while another handle is open.
    private static void AssertIsClosed(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.NotEqual(0, stream.Length);
    }
}
