namespace StreamWavFile.Wav;

/// <summary>A copy of a pipe's content in a temporary file, because NAudio has to seek. Closing the copy deletes it.</summary>
internal static class Spool
{
    private const int BufferSize = 81920;

    public static async Task<FileStream> CopyAsync(Stream pipe, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var copy = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, BufferSize, FileOptions.DeleteOnClose);
        try
        {
            await using (pipe)
            {
                await pipe.CopyToAsync(copy, cancellationToken);
            }

            return copy;
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
    }
}
