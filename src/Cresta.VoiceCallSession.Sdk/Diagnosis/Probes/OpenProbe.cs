using Cresta.VoiceCallSession.Sdk.Transport.Rest;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>A stream that is kept open, to see when something comes back on it.</summary>
internal sealed class OpenProbe : IDisposable
{
    private readonly DuplexContent _content = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ServiceProbe _probe;
    private readonly HttpMessageInvoker _http;
    private HttpResponseMessage? _response;

    public OpenProbe(HttpMessageInvoker http, ServiceProbe probe)
    {
        _http = http;
        _probe = probe;
        FirstResponse = ReadFirstAsync();
    }

    /// <summary>
    /// The first byte of the answer's body, or its end. Headers alone are no sign: a proxy may send them on and hold the rest back.
    /// </summary>
    public Task<StreamFirstResponse> FirstResponse { get; }

    /// <summary>Writes a message. Where nobody takes it any more, the sign tells why.</summary>
    public async Task WriteAsync(byte[] message, CancellationToken cancellationToken)
    {
        try
        {
            // Without a connection there is no stream, but a failure.
            var stream = await Task.WhenAny(_content.Stream, FirstResponse).WaitAsync(cancellationToken)
                .ConfigureAwait(false) == FirstResponse
                ? null : await _content.Stream.ConfigureAwait(false);
            if (stream is not null)
            {
                await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or ObjectDisposedException || (
            e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await FirstResponse.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the request.</summary>
    public void HalfClose() => _content.Complete();

    /// <summary>Takes what else comes after a sign, so that the stream ends well, and is not broken off.</summary>
    public async Task DrainAsync(TimeSpan limit, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var body = await _response!.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await body.CopyToAsync(Stream.Null, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (
            e is IOException or HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The sign has told what there was to learn; a server that does not end its stream has it broken off.
            return;
        }
    }

    public void Dispose()
    {
        _content.Abandon();
        _end.Cancel();
        _ = FirstResponse.ContinueWith(
            static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _response?.Dispose();
        _content.Dispose();
        _end.Dispose();
    }

    private async Task<StreamFirstResponse> ReadFirstAsync()
    {
        var request = _probe.NewRequest(_content);
        _response = await _http.SendAsync(request, _end.Token).ConfigureAwait(false);
        try
        {
            var body = await _response.Content.ReadAsStreamAsync(_end.Token).ConfigureAwait(false);
            var hasContent = await body.ReadAsync(new byte[1], _end.Token).ConfigureAwait(false) > 0;
            return new StreamFirstResponse(hasContent && _response.IsSuccessStatusCode, (int)_response.StatusCode);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // A server that ends first may break the rest of its answer; that it has ended is a sign, too.
            return new StreamFirstResponse(IsAnswer: false, (int)_response.StatusCode);
        }
    }
}
