namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>Oddities in the lines of a stream's response, which a client has to take.</summary>
[Flags]
public enum RestQuirks
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Lines end with CR LF.</summary>
    CarriageReturns = 1,

    /// <summary>A byte order mark before the first line.</summary>
    ByteOrderMark = 1 << 1,

    /// <summary>An empty line after each line.</summary>
    BlankLines = 1 << 2,

    /// <summary>A line of JSON that is neither a result nor an error before each answer.</summary>
    UnknownLines = 1 << 3,

    /// <summary>A field that the message does not have in each answer.</summary>
    UnknownFields = 1 << 4,

    /// <summary>A last line that is no JSON, after a stream that ended with OK.</summary>
    TrailingJunk = 1 << 5,

    /// <summary>No newline after an error line, as version 2 before 2.10.0; version 1 never has one.</summary>
    NoNewlineAfterError = 1 << 6,
}
