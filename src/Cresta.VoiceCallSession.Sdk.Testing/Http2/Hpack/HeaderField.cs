namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

/// <summary>One header or trailer: its name and value as they are on the wire, in Latin-1.</summary>
internal readonly record struct HeaderField(string Name, string Value)
{
    private const int OverheadBytes = 32;

    /// <summary>Size of the field in the dynamic table (RFC 7541, section 4.1).</summary>
    public int TableSize => Name.Length + Value.Length + OverheadBytes;
}
