namespace Cresta.VoiceCallSession.Sdk.Testing.Records;

/// <summary>Where a numeric sequence id stands among those before it.</summary>
internal enum SequenceIdPlace
{
    /// <summary>Above all before it.</summary>
    Next,

    /// <summary>Below one before it, and new.</summary>
    OutOfOrder,

    /// <summary>Seen before.</summary>
    Repeat,
}
