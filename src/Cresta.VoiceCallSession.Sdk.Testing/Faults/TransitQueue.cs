using System.Buffers;
using System.Threading.Channels;

namespace Cresta.VoiceCallSession.Sdk.Testing.Faults;

/// <summary>
/// The pieces between the reader and the writer of a direction, in order. One reads, one writes data; anyone may add the rest.
/// </summary>
internal sealed class TransitQueue
{
    private readonly Channel<Piece> _pieces = Channel.CreateUnbounded<Piece>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private TaskCompletionSource? _room;
    private long _bytes;

    public IAsyncEnumerable<Piece> ReadAllAsync(CancellationToken cancellationToken) => _pieces.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Adds a copy of the data, as soon as fewer bytes than the limit are on their way.</summary>
    public async ValueTask AddAsync(ReadOnlyMemory<byte> data, TimeSpan due, int limit, CancellationToken cancellationToken)
    {
        while (!TryTakeRoom(data.Length, limit, out var room))
        {
            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(data.Length);
        data.CopyTo(buffer);
        _pieces.Writer.TryWrite(new Piece(PieceKind.Data, due, buffer, data.Length));
    }

    /// <summary>Adds what is no data.</summary>
    /// <returns>False when the writer has ended.</returns>
    public bool TryAdd(Piece piece) => _pieces.Writer.TryWrite(piece);

    /// <summary>The writer is done with a piece.</summary>
    public void Release(Piece piece)
    {
        if (piece.Length == 0)
        {
            return;
        }

        ArrayPool<byte>.Shared.Return(piece.Buffer);
        TaskCompletionSource? room;
        lock (_gate)
        {
            _bytes -= piece.Length;
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
    }

    /// <summary>Takes nothing more.</summary>
    public void Complete() => _pieces.Writer.TryComplete();

    // Otherwise says when to ask again.
    private bool TryTakeRoom(int bytes, int limit, out Task room)
    {
        room = Task.CompletedTask;
        lock (_gate)
        {
            if (_bytes < limit)
            {
                _bytes += bytes;
                return true;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            room = _room.Task;
            return false;
        }
    }
}
