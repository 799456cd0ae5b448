using Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>
/// The settings that the client was sent. Each counts from the client's acknowledgement on; until then both the old and the new value do.
/// Guarded by the connection's lock.
/// </summary>
internal sealed class LocalSettings
{
    private const long DefaultMaxFrameSize = 16_384;

    private readonly Queue<Http2Settings> _unacknowledged = [];
    private Http2Settings _current = new();

    public long InitialWindowSize => Largest(settings => settings.InitialWindowSize, SendWindow.Default);

    public long MaxFrameSize => Largest(settings => settings.MaxFrameSize, DefaultMaxFrameSize);

    public long HeaderTableSize => Largest(settings => settings.HeaderTableSize, Hpack.HpackDecoder.DefaultTableSize);

    /// <summary>How many streams the client may open: more than it was told first are a race that it cannot win.</summary>
    public long MaxConcurrentStreams =>
        _unacknowledged.Append(_current).Min(settings => settings.MaxConcurrentStreams) ?? long.MaxValue;

    /// <summary>Whether the client knows of the limit of streams.</summary>
    public bool IsStreamLimitKnown => _current.MaxConcurrentStreams is not null && _unacknowledged.Count == 0;

    public byte[] Send(Http2Settings settings)
    {
        _unacknowledged.Enqueue(settings);
        return FrameBytes.Settings(settings.Values);
    }

    /// <returns>False when there was nothing to acknowledge.</returns>
    public bool Acknowledge()
    {
        if (!_unacknowledged.TryDequeue(out var settings))
        {
            return false;
        }

        _current = new Http2Settings
        {
            MaxConcurrentStreams = settings.MaxConcurrentStreams ?? _current.MaxConcurrentStreams,
            InitialWindowSize = settings.InitialWindowSize ?? _current.InitialWindowSize,
            MaxFrameSize = settings.MaxFrameSize ?? _current.MaxFrameSize,
            HeaderTableSize = settings.HeaderTableSize ?? _current.HeaderTableSize,
            MaxHeaderListSize = settings.MaxHeaderListSize ?? _current.MaxHeaderListSize,
        };
        return true;
    }

    private long Largest(Func<Http2Settings, uint?> select, long usual) =>
        Math.Max(select(_current) ?? usual, _unacknowledged.Max(settings => (long?)select(settings)) ?? 0);
}
