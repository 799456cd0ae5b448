using System.Net;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Transport.Http2;

namespace Cresta.VoiceCallSession.Sdk.Transport.Grpc;

/// <summary>
/// A request body that can be written once. A server that refuses a stream, for example because too many came before it could say its
/// limit, has HttpClient send the request again by itself; but what a live stream has written is gone, and the second try would wait for it
/// for ever. This makes the refusal a failure that the engine sees, and the engine has everything to begin anew.
/// </summary>
internal sealed class NonReplayableContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly WatchedStream? _stream;
    private int _writes;

    public NonReplayableContent(HttpContent inner, WatchedStream? stream)
    {
        _inner = inner;
        _stream = stream;
        foreach (var header in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _writes) > 1)
        {
            throw new StreamRefusedException();
        }

        _stream?.OnRequestBody(stream);
        return _inner.CopyToAsync(stream, context, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
