namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Codecs;

/// <summary>Bytes that have come and are not consumed yet. Not thread-safe.</summary>
internal sealed class ByteBuffer
{
    private byte[] _bytes = new byte[1024];
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    public void Append(ReadOnlySpan<byte> data)
    {
        if (_end + data.Length > _bytes.Length)
        {
            MakeRoom(data.Length);
        }

        data.CopyTo(_bytes.AsSpan(_end));
        _end += data.Length;
    }

    /// <summary>A copy of the next bytes, which are consumed.</summary>
    public byte[] Take(int count)
    {
        var taken = Unread[..count].ToArray();
        _start += count;
        return taken;
    }

    private void MakeRoom(int count)
    {
        var unread = Unread;
        var bytes = unread.Length + count > _bytes.Length ? new byte[Math.Max(unread.Length + count, 2 * _bytes.Length)] : _bytes;
        unread.CopyTo(bytes);
        (_bytes, _start, _end) = (bytes, 0, unread.Length);
    }
}
