using System.Buffers.Binary;

namespace Cresta.VoiceCallSession.Sdk.Transport.Http2;

/// <summary>
/// Follows one direction of an HTTP/2 connection (RFC 9113, section 4.1) from frame to frame, however the bytes are cut, and hands out the
/// frames of the types that are wanted. All others are skipped by their length.
/// </summary>
/// <param name="prefaceBytes">What comes before the first frame.</param>
/// <param name="isWanted">Which types are wanted.</param>
/// <param name="onFrame">Takes a wanted frame.</param>
/// <param name="onFirstType">Takes the type of the first frame.</param>
internal sealed class FrameScanner(
    int prefaceBytes, Func<byte, bool> isWanted, Action<Http2Frame> onFrame, Action<byte>? onFirstType = null)
{
    private const int HeaderBytes = 9;
    private const int TypeOffset = 3;
    private const int StreamIdOffset = 5;
    private const int MaxKept = 16 * 1024;

    private readonly byte[] _header = new byte[HeaderBytes];
    private int _skip = prefaceBytes;
    private int _headerBytes;
    private byte[] _payload = [];
    private int _payloadBytes = -1;
    private Action<byte>? _onFirstType = onFirstType;

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_skip > 0)
            {
                var skipped = Math.Min(_skip, bytes.Length);
                _skip -= skipped;
                bytes = bytes[skipped..];
            }
            else if (_payloadBytes >= 0)
            {
                bytes = bytes[Keep(bytes)..];
            }
            else
            {
                bytes = bytes[ReadHeader(bytes)..];
            }
        }
    }

    private int ReadHeader(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(HeaderBytes - _headerBytes, bytes.Length);
        bytes[..taken].CopyTo(_header.AsSpan(_headerBytes));
        _headerBytes += taken;
        if (_headerBytes == HeaderBytes)
        {
            _headerBytes = 0;
            _onFirstType?.Invoke(_header[TypeOffset]);
            _onFirstType = null;
            var length = (int)(BinaryPrimitives.ReadUInt32BigEndian(_header) >> 8);
            if (isWanted(_header[TypeOffset]) && length <= MaxKept)
            {
                _payload = new byte[length];
                _payloadBytes = 0;
                FinishIfWhole();
            }
            else
            {
                _skip = length;
            }
        }

        return taken;
    }

    private int Keep(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(_payload.Length - _payloadBytes, bytes.Length);
        bytes[..taken].CopyTo(_payload.AsSpan(_payloadBytes));
        _payloadBytes += taken;
        FinishIfWhole();
        return taken;
    }

    private void FinishIfWhole()
    {
        if (_payloadBytes == _payload.Length)
        {
            _payloadBytes = -1;
            onFrame(new Http2Frame(
                _header[TypeOffset], BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(StreamIdOffset)) & int.MaxValue, _payload));
        }
    }
}
