using System.Runtime.CompilerServices;
using Cresta.VoiceCallSession.Sdk.Errors;

namespace Cresta.VoiceCallSession.Sdk.Transport.Grpc;

/// <summary>Reads a gRPC response, and fails if it ends without a status.</summary>
internal sealed class StatusRequiredStream(Stream inner, HttpResponseMessage response) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = inner.ReadAsync(buffer, cancellationToken);
        return AwaitAsync(reading, buffer.Length);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Checked(inner.Read(buffer, offset, count), count);

    public override void Flush()
    {
        // There is nothing to flush in a stream that is only read.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitAsync(ValueTask<int> reading, int wanted) => Checked(await reading.ConfigureAwait(false), wanted);

    private int Checked(int read, int wanted) =>
        read > 0 || wanted == 0 || response.TrailingHeaders.NonValidated.Contains("grpc-status") ? read
            : throw new MissingStatusException();
}
