namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

/// <summary>A stream that cannot seek and gives its bytes in pieces of the given sizes, over and over.</summary>
internal sealed class PipeLikeStream(byte[] content, params int[] pieces) : Stream
{
    private int _position;
    private int _reads;

    /// <summary>The number of the read, from 0, that fails once with an <see cref="IOException"/>.</summary>
    public int? FailingRead { get; init; }

    public bool IsDisposed { get; private set; }

    public override bool CanRead => !IsDisposed;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        var read = _reads++;
        if (read == FailingRead)
        {
            throw new IOException("The pipe broke.");
        }

        var piece = pieces.Length == 0 ? int.MaxValue : pieces[read % pieces.Length];
        var length = Math.Min(Math.Min(piece, buffer.Length), content.Length - _position);
        content.AsMemory(_position, length).CopyTo(buffer);
        _position += length;
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Reads are asynchronous.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
