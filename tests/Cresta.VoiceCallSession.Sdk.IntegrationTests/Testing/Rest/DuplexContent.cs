using System.Net;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>A request body that is written while the response is read.</summary>
internal sealed class DuplexContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Writes some bytes and sends them off.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var stream = await _opened.Task.Guarded();
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
    }

    public void Complete() => _ended.TrySetResult();

    public void Fail(Exception exception)
    {
        _opened.TrySetException(exception);
        _ = _opened.Task.Exception;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Sends the headers, which otherwise wait for the first bytes.
        await stream.FlushAsync(cancellationToken);
        _opened.TrySetResult(stream);

        // An end from the other side is not told here, where it would hide what the response has to say of it.
        await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
