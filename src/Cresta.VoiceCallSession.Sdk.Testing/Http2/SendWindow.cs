namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>How many bytes of DATA a peer takes: of a stream, or of a connection. Guarded by the connection's lock.</summary>
internal sealed class SendWindow(long available)
{
    /// <summary>The largest window that there may be.</summary>
    public const long Largest = int.MaxValue;

    /// <summary>Size of a window where no setting says otherwise.</summary>
    public const int Default = 65_535;

    /// <summary>Below zero after a setting that made it smaller.</summary>
    public long Available { get; private set; } = available;

    /// <summary>Makes it larger or smaller.</summary>
    /// <returns>False when it is larger than allowed now.</returns>
    public bool Change(long bytes)
    {
        Available += bytes;
        return Available <= Largest;
    }
}
