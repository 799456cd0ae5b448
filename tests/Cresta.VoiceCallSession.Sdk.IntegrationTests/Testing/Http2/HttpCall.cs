using System.Net;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>A call by .NET's HTTP client, with nothing of the SDK in between.</summary>
internal sealed class HttpCall : IDisposable
{
    private readonly DuplexContent _content = new();
    private readonly CallTransport _transport;
    private readonly CancellationTokenSource _cancel = new();
    private Stream? _body;
    private int _lastId;

    public HttpCall(HttpClient http, Uri endpoint, CallTransport transport)
    {
        _transport = transport;
        _content.Headers.TryAddWithoutValidation("content-type", CallMessages.ContentType(transport));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, CallMessages.Path(transport)))
        {
            Content = _content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        Response = http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _cancel.Token);
    }

    /// <summary>The head of the response, as soon as it has come.</summary>
    public Task<HttpResponseMessage> Response { get; }

    /// <summary>Sends some messages with the next sequence ids, until the stream ends.</summary>
    public async Task SendAsync(int messages = 1)
    {
        try
        {
            for (var i = 0; i < messages; i++)
            {
                await _content.WriteAsync(CallMessages.Audio(_transport, ++_lastId)).Guarded();
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The end may come while the last message is still being flushed. The response tells how the stream ended.
        }
    }

    public void HalfClose() => _content.Complete();

    /// <summary>The next bytes of the body, so many.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await (await BodyAsync()).ReadExactlyAsync(bytes).AsTask().Guarded();
        return bytes;
    }

    /// <summary>The rest of the body.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        using var bytes = new MemoryStream();
        await (await BodyAsync()).CopyToAsync(bytes).Guarded();
        return bytes.ToArray();
    }

    /// <summary>The sequence ids of the answers, until the response ends well.</summary>
    public async Task<string[]> ReadAnswersAsync() => CallMessages.AnsweredIds(_transport, await ReadToEndAsync());

    /// <summary>The first trailer of a name, once the body has been read; null when there is none.</summary>
    public async Task<string?> TrailerAsync(string name) =>
        (await Response.Guarded()).TrailingHeaders.TryGetValues(name, out var values) ? values.First() : null;

    /// <summary>What the client is told when the stream fails, in its headers or in its body.</summary>
    public async Task<HttpProtocolException> FailureAsync()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(ReadToEndAsync);
        while (failure is not HttpProtocolException && failure.InnerException is { } inner)
        {
            failure = inner;
        }

        return Assert.IsType<HttpProtocolException>(failure);
    }

    /// <summary>Gives up the call whose response has begun.</summary>
    public async Task CancelAsync() => (await Response.Guarded()).Dispose();

    public void Dispose()
    {
        _cancel.Cancel();
        _content.Complete();
        _cancel.Dispose();
        _content.Dispose();
    }

    private async Task<Stream> BodyAsync() => _body ??= await (await Response.Guarded()).Content.ReadAsStreamAsync();
}
