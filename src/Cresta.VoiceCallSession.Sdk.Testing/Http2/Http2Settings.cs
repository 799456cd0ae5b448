using Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// Values for a SETTINGS frame (RFC 9113, section 6.5.2). Those that are null are not sent. Values that the RFC forbids are sent as they
/// are. Immutable and thread-safe.
/// </summary>
public sealed class Http2Settings
{
    /// <summary>
    /// SETTINGS_MAX_CONCURRENT_STREAMS: number of streams that the client may have open at once. Streams beyond it are reset with
    /// REFUSED_STREAM.
    /// </summary>
    public uint? MaxConcurrentStreams { get; init; }

    /// <summary>
    /// SETTINGS_INITIAL_WINDOW_SIZE: number of bytes that the client may send on a stream before it has a WINDOW_UPDATE. Without it: 65535.
    /// </summary>
    public uint? InitialWindowSize { get; init; }

    /// <summary>SETTINGS_MAX_FRAME_SIZE, in bytes: the largest payload that the client may send. Without it: 16384.</summary>
    public uint? MaxFrameSize { get; init; }

    /// <summary>
    /// SETTINGS_HEADER_TABLE_SIZE, in bytes: the largest dynamic table that the client may use for its headers. Without it: 4096.
    /// </summary>
    public uint? HeaderTableSize { get; init; }

    /// <summary>SETTINGS_MAX_HEADER_LIST_SIZE, in bytes: advice to the client.</summary>
    public uint? MaxHeaderListSize { get; init; }

    internal IReadOnlyList<KeyValuePair<SettingId, uint>> Values =>
    [
        .. from setting in new (SettingId Id, uint? Value)[]
           {
               (SettingId.HeaderTableSize, HeaderTableSize),
               (SettingId.MaxConcurrentStreams, MaxConcurrentStreams),
               (SettingId.InitialWindowSize, InitialWindowSize),
               (SettingId.MaxFrameSize, MaxFrameSize),
               (SettingId.MaxHeaderListSize, MaxHeaderListSize),
           }
           where setting.Value is not null
           select KeyValuePair.Create(setting.Id, setting.Value.GetValueOrDefault()),
    ];

    /// <summary>The values that are sent, such as <c>MaxConcurrentStreams 1, InitialWindowSize 65535</c>.</summary>
    public override string ToString() => string.Join(", ", Values.Select(value => $"{value.Key} {value.Value}"));
}
