using System.Buffers;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>Writes messages as lines. Messages that more will follow at once are joined into one write.</summary>
internal sealed class RestRequestStream<TRequest>(DuplexExchange exchange) : IClientStreamWriter<TRequest>, IFlushableStream
{
    private const int MaxJoinedBytes = 64 * 1024;
    private const int MaxKeptBytes = 256 * 1024;

    private ArrayBufferWriter<byte> _lines = new(4096);
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

        RequestLine.Write(message!, exchange.Settings.HoldEventNaming, _lines);
        var joined = WriteOptions?.Flags.HasFlag(WriteFlags.BufferHint) == true;
        if (!joined || _lines.WrittenCount >= MaxJoinedBytes)
        {
            await SendAsync(flush: !joined, cancellationToken).ConfigureAwait(false);
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
        if (_lines.WrittenCount > 0)
        {
            await SendAsync(flush: false, CancellationToken.None).ConfigureAwait(false);
        }

        // Without a connection there is nothing to close, and the failure to connect is to be told.
        await exchange.GetRequestStreamAsync().ConfigureAwait(false);
        exchange.HalfClose();
    }

    private async Task SendAsync(bool flush, CancellationToken cancellationToken)
    {
        // As in gRPC, a write that is cancelled half-way leaves nothing to go on with.
        using var registration = cancellationToken.UnsafeRegister(static e => ((DuplexExchange)e!).Cancel(), exchange);
        try
        {
            var stream = await exchange.GetRequestStreamAsync().ConfigureAwait(false);
            await stream.WriteAsync(_lines.WrittenMemory, exchange.Cancellation).ConfigureAwait(false);
            if (flush)
            {
                await stream.FlushAsync(exchange.Cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw exchange.WriteFailure(e);
        }

        if (_lines.Capacity > MaxKeptBytes)
        {
            _lines = new ArrayBufferWriter<byte>(4096);
        }
        else
        {
            _lines.ResetWrittenCount();
        }
    }
}
