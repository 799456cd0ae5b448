using System.Text;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>One duplex POST: what is written goes out at once, and what comes back is read line by line.</summary>
#pragma warning disable CA1001 // The source is cancelled instead: a test may dispose of a stream twice.
internal sealed class RestExchange : IDisposable
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _cancel;
    private readonly DuplexContent _content = new();
    private HttpResponseMessage? _response;
    private StreamReader? _reader;

    public RestExchange(HttpClient http, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _cancel.Token.Register(() => _response?.Dispose());
        request.Content = _content;
        Response = SendAsync(http, request);
    }

    /// <summary>The head of the response, as soon as it has come.</summary>
    public Task<HttpResponseMessage> Response { get; }

    public bool HasWritten { get; private set; }

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        HasWritten = true;
        return _content.WriteAsync(bytes).Guarded();
    }

    public void Complete() => _content.Complete();

    /// <summary>The next line of the response, without its newline; null at the end.</summary>
    public async Task<string?> ReadLineAsync()
    {
        if (_reader is null)
        {
            var response = await Response.Guarded();
            _reader = new StreamReader(await response.Content.ReadAsStreamAsync(), Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        }

        return await _reader.ReadLineAsync(_cancel.Token).AsTask().Guarded();
    }

    /// <summary>All lines that are still to come.</summary>
    public async Task<List<string>> ReadLinesAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    public void Dispose()
    {
        _cancel.Cancel();
        _reader?.Dispose();
        _content.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpRequestMessage request)
    {
        try
        {
            _response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _cancel.Token);
            if (_cancel.IsCancellationRequested)
            {
                _response.Dispose();
            }

            return _response;
        }
        catch (Exception exception)
        {
            _content.Fail(exception);
            throw;
        }
    }
}
