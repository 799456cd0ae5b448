using System.Buffers;
using System.IO.Pipelines;

namespace Cresta.VoiceCallSession.Sdk.Http;

/// <summary>Cuts a body into lines, none longer than the limit. One reader; not thread-safe.</summary>
internal sealed class LineReader(Stream body, int maxLineBytes)
{
    private readonly PipeReader _pipe = PipeReader.Create(body);
    private SequencePosition? _consumed;

    /// <summary>The next line without its end, valid until the next call; null at the end of the body. Blank lines come too.</summary>
    public async ValueTask<ReadOnlySequence<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_consumed is { } consumed)
        {
            _pipe.AdvanceTo(consumed);
            _consumed = null;
        }

        for (var scanned = 0L; ;)
        {
            var result = await _pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            var newline = buffer.Slice(scanned).PositionOf((byte)'\n');
            var line = newline is { } end ? buffer.Slice(0, end) : buffer;
            if (line.Length > maxLineBytes)
            {
                throw NetworkFailure.TooLarge(maxLineBytes);
            }

            if (newline is { } found)
            {
                _consumed = buffer.GetPosition(1, found);
                return line;
            }

            // A last line may lack its newline, and the body may break before its end is told: what is whole is taken at once.
            if (result.IsCompleted || JsonText.IsWhole(line))
            {
                _consumed = buffer.End;
                return line.IsEmpty ? null : line;
            }

            scanned = buffer.Length;
            _pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
