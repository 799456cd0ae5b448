namespace Cresta.VoiceCallSession.Sdk.Testing.Records;

/// <summary>Prints a hash as sha256sum and its kin do.</summary>
internal static class Sha256Hex
{
    public static string Of(byte[] hash)
    {
#pragma warning disable CA1308 // Lower case is what a record is compared with.
        return Convert.ToHexString(hash).ToLowerInvariant();
#pragma warning restore CA1308
    }
}
