namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>What ended a stream of a <see cref="RawHttp2Server"/>. Of several, the first.</summary>
public enum RawHttp2StreamEnding
{
    /// <summary>It has not ended.</summary>
    Running = 0,

    /// <summary>The server sent END_STREAM, with or without trailers. The client may not have half-closed yet.</summary>
    EndedByServer = 1,

    /// <summary>The server sent RST_STREAM.</summary>
    ResetByServer = 2,

    /// <summary>The client sent RST_STREAM.</summary>
    ResetByClient = 3,

    /// <summary>The server closed or reset the connection, or it was disposed of.</summary>
    ConnectionClosedByServer = 4,

    /// <summary>The client closed or reset the connection.</summary>
    ConnectionClosedByClient = 5,
}
