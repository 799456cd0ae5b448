namespace Cresta.VoiceCallSession.Sdk.Testing.Faults;

/// <summary>A toxic on one direction of one connection.</summary>
/// <param name="Added">Which one.</param>
/// <param name="From">The number of bytes that had been sent on when it came into force.</param>
internal sealed record ToxicInForce(AddedToxic Added, long From)
{
    public Toxic Toxic => Added.Toxic;

    /// <summary>How many bytes may still pass before it acts.</summary>
    public long BytesLeft(long forwarded) => From + Toxic.Bytes - forwarded;
}
