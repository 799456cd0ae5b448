using System.Net;

namespace Cresta.VoiceCallSession.Sdk.Transport.Grpc;

/// <summary>The body of a gRPC response whose end without a status in the trailers is a failure of the read, not a status.</summary>
internal sealed class StatusRequiredContent : HttpContent
{
    private readonly HttpResponseMessage _response;
    private readonly HttpContent _inner;

    public StatusRequiredContent(HttpResponseMessage response)
    {
        _response = response;
        _inner = response.Content;
        foreach (var header in _inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        new StatusRequiredStream(await _inner.ReadAsStreamAsync().ConfigureAwait(false), _response);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new StatusRequiredStream(await _inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _response);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _inner.CopyToAsync(stream, context);

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
