namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

/// <summary>Reads whole WAVs for the tests, each read under a watchdog.</summary>
internal static class WavReading
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(30);

    public static Task<WavReader> OpenAsync(byte[] wav) => OpenAsync(new MemoryStream(wav));

    public static Task<WavReader> OpenAsync(Stream stream) => WavReader.OpenAsync(stream).AsTask().WaitAsync(Watchdog);

    /// <summary>Reads to the end, checking that every read gives whole frames and that only the last is short.</summary>
    public static async Task<byte[]> ReadToEndAsync(this WavReader reader, int bufferLength = 4096)
    {
        var audio = new List<byte>();
        var buffer = new byte[bufferLength];
        var full = bufferLength - (bufferLength % reader.Format.BlockAlign);
        var previous = full;
        while (true)
        {
            var read = await reader.ReadAsync(buffer).AsTask().WaitAsync(Watchdog);
            if (read == 0)
            {
                return [.. audio];
            }

            Assert.Equal(full, previous);
            Assert.Equal(0, read % reader.Format.BlockAlign);
            audio.AddRange(buffer[..read]);
            previous = read;
        }
    }

    public static async Task<WavFormatException> AssertRefusedAsync(byte[] wav, params string[] said)
    {
        using var stream = new PipeLikeStream(wav, 7);
        var exception = await Assert.ThrowsAsync<WavFormatException>(() => OpenAsync(stream));
        Assert.All(said, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        Assert.False(stream.IsDisposed);
        return exception;
    }
}
