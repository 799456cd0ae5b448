namespace Cresta.VoiceCallSession.Sdk.Testing.Scripts;

/// <summary>How a script cuts a stream short.</summary>
internal enum CutKind
{
    /// <summary>The stream ends with a status, which may be OK.</summary>
    End,

    /// <summary>The server reads no more and holds the stream open.</summary>
    StopReading,

    /// <summary>RST_STREAM.</summary>
    Reset,

    /// <summary>The TCP connection is aborted.</summary>
    AbortConnection,
}
