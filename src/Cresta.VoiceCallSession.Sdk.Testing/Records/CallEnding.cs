namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>How a stream ended, seen from the server.</summary>
public enum CallEnding
{
    /// <summary>It has not ended.</summary>
    Running = 0,

    /// <summary>The client half-closed and the server ended the stream with OK.</summary>
    ClientCompleted = 1,

    /// <summary>The server ended it with a status: scripted, or because the client broke the protocol or lacks authorization.</summary>
    EndedByServer = 2,

    /// <summary>The client cancelled, its deadline passed, or its connection was lost.</summary>
    ClientBrokeOff = 3,

    /// <summary>A script reset the stream.</summary>
    ResetByServer = 4,

    /// <summary>A script aborted the connection of the stream.</summary>
    ConnectionAbortedByServer = 5,

    /// <summary>The server was stopped or disposed of while the stream was open.</summary>
    ServerStopped = 6,
}
