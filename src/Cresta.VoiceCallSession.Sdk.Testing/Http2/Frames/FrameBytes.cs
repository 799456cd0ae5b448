using System.Buffers.Binary;
using System.Text;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;

/// <summary>Frames as the bytes that they are on the wire.</summary>
internal static class FrameBytes
{
    private const int SettingLength = 6;

    public static byte[] Of(FrameType type, FrameFlags flags, int streamId, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[Frame.HeaderLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, payload.Length << 8);
        bytes[3] = (byte)type;
        bytes[4] = (byte)flags;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), streamId);
        payload.CopyTo(bytes.AsSpan(Frame.HeaderLength));
        return bytes;
    }

    public static byte[] RstStream(int streamId, Http2ErrorCode code) =>
        Of(FrameType.RstStream, FrameFlags.None, streamId, UInt32((uint)code));

    public static byte[] WindowUpdate(int streamId, int increment) =>
        Of(FrameType.WindowUpdate, FrameFlags.None, streamId, UInt32((uint)increment));

    public static byte[] GoAway(Http2ErrorCode code, string debugText, int lastStreamId) =>
        Of(
            FrameType.GoAway,
            FrameFlags.None,
            0,
            [.. UInt32((uint)lastStreamId), .. UInt32((uint)code), .. Encoding.UTF8.GetBytes(debugText)]);

    public static byte[] Settings(IReadOnlyList<KeyValuePair<SettingId, uint>> settings)
    {
        var payload = new byte[settings.Count * SettingLength];
        for (var i = 0; i < settings.Count; i++)
        {
            var entry = payload.AsSpan(i * SettingLength);
            BinaryPrimitives.WriteUInt16BigEndian(entry, (ushort)settings[i].Key);
            BinaryPrimitives.WriteUInt32BigEndian(entry[2..], settings[i].Value);
        }

        return Of(FrameType.Settings, FrameFlags.None, 0, payload);
    }

    /// <summary>The settings in a payload; null when its length is wrong.</summary>
    public static IReadOnlyList<KeyValuePair<SettingId, uint>>? ReadSettings(ReadOnlySpan<byte> payload)
    {
        if (payload.Length % SettingLength != 0)
        {
            return null;
        }

        var settings = new List<KeyValuePair<SettingId, uint>>();
        for (; !payload.IsEmpty; payload = payload[SettingLength..])
        {
            settings.Add(new((SettingId)BinaryPrimitives.ReadUInt16BigEndian(payload), BinaryPrimitives.ReadUInt32BigEndian(payload[2..])));
        }

        return settings;
    }

    private static byte[] UInt32(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
