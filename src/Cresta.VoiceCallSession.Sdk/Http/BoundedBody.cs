namespace Cresta.VoiceCallSession.Sdk.Http;

/// <summary>Reads bodies that somebody else decides the size of.</summary>
internal static class BoundedBody
{
    /// <summary>What is read of the body of an error: more tells nothing more.</summary>
    public const int MaxErrorBytes = 64 * 1024;

    /// <summary>How long the body of an error may take. Its status is known by then; only details are lost.</summary>
    private static readonly TimeSpan ErrorBodyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Reads the body up to the limit; more than that is the second value.</summary>
    public static async Task<(ReadOnlyMemory<byte> Body, bool More)> ReadAsync(
        HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new MemoryStream();
        var more = await CopyAsync(content, buffer, maxBytes, cancellationToken).ConfigureAwait(false);
        return (buffer.GetBuffer().AsMemory(0, (int)buffer.Length), more);
    }

    /// <summary>Reads what can be had of an error's body: up to the limit, in the time given, until it breaks.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadErrorAsync(
        HttpContent content, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var buffer = new MemoryStream();
        using var timeout = new CancellationTokenSource(ErrorBodyTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await CopyAsync(content, buffer, MaxErrorBytes, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (
            e is IOException or HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The HTTP status says what went wrong; a body that breaks off or never ends only keeps the details to itself.
            return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static async Task<bool> CopyAsync(HttpContent content, MemoryStream buffer, int maxBytes, CancellationToken cancellationToken)
    {
        var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = body.ConfigureAwait(false);
        var chunk = new byte[4096];
        while (true)
        {
            var read = await body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            var taken = Math.Min(read, maxBytes - (int)buffer.Length);
            buffer.Write(chunk.AsSpan(0, taken));
            if (taken < read)
            {
                return true;
            }
        }
    }
}
