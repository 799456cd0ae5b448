namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>What a server sends first.</summary>
internal enum ConnectionGreeting
{
    /// <summary>SETTINGS.</summary>
    Settings,

    /// <summary>A text, and then the end of the connection.</summary>
    Text,

    /// <summary>Nothing, then and later.</summary>
    Nothing,
}
