namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

public sealed class WavReaderFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_is_read_from_its_path()
    {
        var path = Path.Combine(_folder, "call.wav");
        await File.WriteAllBytesAsync(path, new WavBuilder().Format(WavEncoding.Alaw).Data([1, 2, 3]).ToArray());

        await using (var reader = await WavReader.OpenAsync(path))
        {
            Assert.Equal(WavEncoding.Alaw, reader.Format.Encoding);
            Assert.Equal([1, 2, 3], await reader.ReadToEndAsync());
        }

        AssertIsClosed(path);
    }

    [Fact]
    public async Task A_file_that_is_refused_is_closed()
    {
        var path = Path.Combine(_folder, "call.ogg");
        await File.WriteAllBytesAsync(path, [.. "OggS"u8, .. new byte[100]]);

        await Assert.ThrowsAsync<WavFormatException>(async () => await WavReader.OpenAsync(path));

        AssertIsClosed(path);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var path = Path.Combine(_folder, "missing.wav");

        var exception = await Assert.ThrowsAsync<FileNotFoundException>(async () => await WavReader.OpenAsync(path));

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_path_and_no_stream_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>("path", async () => await WavReader.OpenAsync(" "));
        await Assert.ThrowsAsync<ArgumentNullException>("stream", async () => await WavReader.OpenAsync((Stream)null!));
        var closed = new MemoryStream();
        await closed.DisposeAsync();
        await Assert.ThrowsAsync<ArgumentException>("stream", async () => await WavReader.OpenAsync(closed));
    }

    // Opening for sole use fails while another handle is open.
    private static void AssertIsClosed(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.NotEqual(0, stream.Length);
    }
}
