using System.Net;
using System.Runtime.CompilerServices;
using Cresta.VoiceCallSession.Sdk.Http;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>
/// The HTTP side of one stream: one POST over HTTP/2 whose request and answer run at the same time. It ends once, well or with a failure,
/// and whoever still writes is told at once.
/// </summary>
internal sealed class RestDuplexCall : IDisposable
{
    private readonly DuplexContent _content = new();

    // Never disposed: it holds nothing, and a late end could find it gone.
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly TaskCompletionSource<Metadata> _responseHeaders = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpResponseMessage? _response;
    private StrongBox<RpcException?>? _end;

    public RestDuplexCall(HttpMessageInvoker http, RestSettings settings, Uri address, CallOptions options)
    {
        Settings = settings;
        _registration = options.CancellationToken.UnsafeRegister(static e => ((RestDuplexCall)e!).Cancel(), this);
        Body = SendAsync(http, address, options.Headers);
    }

    public RestSettings Settings { get; }

    /// <summary>Cancelled by the caller, and by whatever ends the exchange.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>The body of a good answer, or null where there was none: the exchange has ended then. Never faults.</summary>
    public Task<Stream?> Body { get; }

    public Task<Metadata> ResponseHeaders => _responseHeaders.Task;

    public bool HasEnded => Volatile.Read(ref _end) is not null;

    /// <summary>What a read throws after the end, or null where the stream ended well.</summary>
    public RpcException? Failure => _end?.Value is { } failure ? new RpcException(failure.Status, failure.Trailers) : null;

    /// <summary>Where the messages go, once there is a connection.</summary>
    public async ValueTask<Stream> GetRequestStreamAsync()
    {
        try
        {
            return await _content.Stream.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw Ending();
        }
    }

    public void HalfClose() => _content.Complete();

    /// <summary>The answer has ended: well, or with a failure. The first end counts.</summary>
    public void End(RpcException? failure)
    {
        if (Interlocked.CompareExchange(ref _end, new StrongBox<RpcException?>(failure), null) is null)
        {
            _content.Abandon();
            _cancellation.Cancel();
        }
    }

    /// <summary>What a write throws after the end. A good end is no success of the write either.</summary>
    public RpcException Ending() => Failure ?? new RpcException(new Status(StatusCode.OK, "The server has ended the stream."));

    /// <summary>
    /// What a failed write means, as far as the writer can know: often the answer has the reason, but it is read elsewhere.
    /// </summary>
    public RpcException WriteFailure(Exception e) =>
        HasEnded ? Ending()
        : e is OperationCanceledException
            ? new RpcException(new Status(StatusCode.Unavailable, "the server has stopped reading the stream", e))
        : NetworkFailure.WithinAnswer(e, Cancellation);

    public Status GetStatus() => HasEnded ? _end!.Value?.Status ?? Status.DefaultSuccess : throw NotEnded();

    public Metadata GetTrailers() => HasEnded ? _end!.Value?.Trailers ?? [] : throw NotEnded();

    public void Cancel() => End(NetworkFailure.Cancelled());

    public void Dispose()
    {
        Cancel();
        _registration.Dispose();
        _response?.Dispose();
    }

    private static InvalidOperationException NotEnded() => new("The stream has not ended yet; read it to its end first.");

    private async Task<Stream?> SendAsync(HttpMessageInvoker http, Uri address, Metadata? headers)
    {
        try
        {
            var request = new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = _content,
                Version = HttpVersion.Version20,

                // Anything less would not be duplex, and gateways lose messages over it.
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            _content.Headers.ContentType = new("application/json");
            HttpMetadata.CopyTo(request.Headers, headers);
            var response = await http.SendAsync(request, Cancellation).ConfigureAwait(false);
            _response = response;
            _responseHeaders.TrySetResult(HttpMetadata.Read(response.Headers));
            if (HasEnded)
            {
                // Too late to be disposed with the rest.
                response.Dispose();
            }
            else if (HttpFailure.IsSuccess(response))
            {
                return await response.Content.ReadAsStreamAsync(Cancellation).ConfigureAwait(false);
            }
            else
            {
                End(await HttpFailure.ReadAsync(response, Settings.TimeProvider, Cancellation).ConfigureAwait(false));
            }
        }
#pragma warning disable CA1031 // Whatever keeps the answer away is how the exchange ends.
        catch (Exception e)
#pragma warning restore CA1031
        {
            End(NetworkFailure.BeforeAnswer(e, Settings.Endpoint, Settings.Proof, Cancellation));
        }

        _responseHeaders.TrySetResult([]);
        return null;
    }
}
