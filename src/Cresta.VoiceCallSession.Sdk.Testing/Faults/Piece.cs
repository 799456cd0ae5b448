namespace Cresta.VoiceCallSession.Sdk.Testing.Faults;

/// <summary>Something on its way through the proxy.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Due">When it is sent on, by the proxy's clock.</param>
/// <param name="Buffer">Rented from the shared pool; empty when it carries no data.</param>
/// <param name="Length">Number of bytes in the buffer.</param>
internal readonly record struct Piece(PieceKind Kind, TimeSpan Due, byte[] Buffer, int Length)
{
    public Piece(PieceKind kind, TimeSpan due)
        : this(kind, due, [], 0)
    {
    }
}
