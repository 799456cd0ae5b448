namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>A frame of HTTP/2.</summary>
internal sealed record Http2Frame(byte Type, byte Flags, int StreamId, byte[] Payload)
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte Reset = 3;
    public const byte Settings = 4;
    public const byte EndStream = 1;
    public const byte EndHeaders = 4;

    private const int HeaderSize = 9;

    public static async Task<Http2Frame> ReadAsync(Stream stream)
    {
        var header = new byte[HeaderSize];
        await stream.ReadExactlyAsync(header).AsTask().Guarded();
        var payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
        await stream.ReadExactlyAsync(payload).AsTask().Guarded();
        return new Http2Frame(header[3], header[4], (header[5] << 24) | (header[6] << 16) | (header[7] << 8) | header[8], payload);
    }

    public byte[] ToBytes() =>
    [
        (byte)(Payload.Length >> 16), (byte)(Payload.Length >> 8), (byte)Payload.Length, Type, Flags,
        (byte)(StreamId >> 24), (byte)(StreamId >> 16), (byte)(StreamId >> 8), (byte)StreamId, .. Payload,
    ];
}
