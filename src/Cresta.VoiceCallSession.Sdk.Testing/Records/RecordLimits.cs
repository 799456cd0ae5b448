namespace Cresta.VoiceCallSession.Sdk.Testing.Records;

/// <summary>Bounds of what is recorded for each message, so that a stream of millions of messages takes a flat amount of memory.</summary>
internal static class RecordLimits
{
    /// <summary>Entries of a list of a stream.</summary>
    public const int Entries = 100_000;

    /// <summary>Different chunk sizes that are counted apart, for each participant.</summary>
    public const int ChunkSizes = 256;
}
