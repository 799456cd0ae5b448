using System.Security.Cryptography;
using Cresta.VoiceCallSession.Sdk.Testing.Records;

namespace Cresta.VoiceCallSession.Sdk.Testing.Assertions;

/// <summary>Says how recorded audio differs from what was expected, without putting audio into the message.</summary>
internal static class AudioDifference
{
    /// <summary>The difference; null without one.</summary>
    public static string? Describe(RecordedAudio recorded, ReadOnlySpan<byte> expected)
    {
        var hash = Sha256Hex.Of(SHA256.HashData(expected));
        if (recorded.Bytes == expected.Length && hash.Equals(recorded.Sha256, StringComparison.Ordinal))
        {
            return null;
        }

        return $"other audio of {recorded.Participant}: {recorded.Bytes} bytes with the SHA-256 {recorded.Sha256}, expected "
            + $"{expected.Length} bytes with {hash}, {Where(recorded, expected)}";
    }

    private static string Where(RecordedAudio recorded, ReadOnlySpan<byte> expected)
    {
        if (recorded.Content is not { } content)
        {
            return "start the server with KeepAudio to learn where";
        }

        var common = content.Span.CommonPrefixLength(expected);
        return common < Math.Min(content.Length, expected.Length)
            ? $"first different at byte {common}"
            : $"the same up to byte {common}, where the shorter one ends";
    }
}
