using System.Buffers;
using Cresta.VoiceCallSession.Sdk.Transport.Http2;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>
/// Writes messages as lines. Each is handed to the connection before its write returns, as gRPC does it: what is kept back here could
/// neither be withdrawn by a pause, nor be sent again after a break.
/// </summary>
internal sealed class RestRequestStream<TRequest>(RestDuplexCall exchange) : IClientStreamWriter<TRequest>, IFlushableStream
{
    private const int MaxKeptBytes = 256 * 1024;

    private ArrayBufferWriter<byte> _line = new(4096);
    private bool _completed;

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        if (exchange.HasEnded)
        {
            throw exchange.Ending();
        }

        if (_completed)
        {
            throw new InvalidOperationException("The stream has been half-closed; nothing more can be written.");
        }

        RequestLine.Write(message!, exchange.Settings.HoldEventNaming, _line);
        await SendAsync(flush: WriteOptions?.Flags.HasFlag(WriteFlags.BufferHint) != true, cancellationToken).ConfigureAwait(false);
        if (_line.Capacity > MaxKeptBytes)
        {
            _line = new ArrayBufferWriter<byte>(4096);
        }
        else
        {
            _line.ResetWrittenCount();
        }
    }

    public Task FlushAsync() => SendAsync(flush: true, CancellationToken.None);

    public async Task CompleteAsync()
    {
        if (_completed || (exchange.HasEnded && exchange.Failure is null))
        {
            return;
        }

        _completed = true;

        // Without a connection there is nothing to close, and the failure to connect is to be told.
        await exchange.GetRequestStreamAsync().ConfigureAwait(false);
        exchange.HalfClose();
    }

    private async Task SendAsync(bool flush, CancellationToken cancellationToken)
    {
        // As in gRPC, a write that is cancelled half-way leaves nothing to go on with.
        using var registration = cancellationToken.UnsafeRegister(static e => ((RestDuplexCall)e!).Cancel(), exchange);
        try
        {
            var stream = await exchange.GetRequestStreamAsync().ConfigureAwait(false);
            if (_line.WrittenCount > 0)
            {
                await stream.WriteAsync(_line.WrittenMemory, exchange.Cancellation).ConfigureAwait(false);
            }

            if (flush)
            {
                await stream.FlushAsync(exchange.Cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw exchange.WriteFailure(e);
        }
    }
}
