using System.Net;
using Cresta.VoiceCallSession.Sdk.Errors;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>
/// A request body that stays open: it hands its stream to whoever writes the messages, and ends when they say so. The body types that come
/// with .NET keep the answer from being read before the request has ended.
/// </summary>
internal sealed class DuplexContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where the messages go, once there is a connection. Cancelled when the exchange ends before.</summary>
    public Task<Stream> Stream => _stream.Task;

    /// <summary>Ends the body well: the half-close.</summary>
    public void Complete() => _end.TrySetResult();

    /// <summary>Nobody reads the body any more.</summary>
    public void Abandon()
    {
        _stream.TrySetCanceled();
        _end.TrySetCanceled();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    // The token is cancelled when the server resets the stream. Heeding it would make this the failure that is reported, in place of the
    // server's answer or
    // of the reason for the reset; whoever sees those ends the body.
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _stream.TrySetResult(stream)
            ? _end.Task
            : throw new StreamRefusedException();

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }
}
