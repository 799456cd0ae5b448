using System.Security.Cryptography;
using System.Text;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Secrecy;

/// <summary>What must be told nowhere: a secret, a token and a stretch of audio, in whatever form.</summary>
internal sealed class Canary
{
    public const string ClientId = "client-canary";
    public const string Secret = "secret-canary-7f3a91c2e55d";
    public const string Token = "eyJ0b2tlbi1jYW5hcnkifQ.55d0c17f3a91c2";

    // Long enough not to come about by chance, short enough for a few bytes of audio to show.
    private const int Length = 24;

    private static readonly string[] Words =
        [Secret, Token, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{Secret}")),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)), Convert.ToHexString(Encoding.UTF8.GetBytes(Secret))];

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _audio;

    public Canary()
    {
        Audio = RandomNumberGenerator.GetBytes(8000);
        var pieces = new HashSet<string>(StringComparer.Ordinal);
        foreach (var form in Forms(Audio))
        {
            for (var i = 0; i + Length <= form.Length; i++)
            {
                pieces.Add(form.Substring(i, Length));
            }
        }

        _audio = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public byte[] Audio { get; }

    /// <summary>The forms in which audio shows itself in a text, each as one text.</summary>
    public static IEnumerable<string> Forms(byte[] audio)
    {
        yield return Convert.ToHexString(audio);
        yield return Convert.ToHexStringLower(audio);
        yield return Encoding.Latin1.GetString(audio);
        yield return Encoding.UTF8.GetString(audio);
        yield return string.Join(',', audio);
        for (var shift = 0; shift < 3; shift++)
        {
            var base64 = Convert.ToBase64String(audio.AsSpan(shift));
            yield return base64;
            yield return base64.Replace('+', '-').Replace('/', '_');
        }
    }

    /// <summary>What a text gives away, or null.</summary>
    public string? FindIn(string text)
    {
        if (Words.FirstOrDefault(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } word)
        {
            return word;
        }

        // Hex and decimals come with and without something in between.
        return FindAudioIn(text) ?? FindAudioIn(text.Replace(" ", "", StringComparison.Ordinal))
            ?? FindAudioIn(text.Replace("-", "", StringComparison.Ordinal));
    }

    private string? FindAudioIn(string text)
    {
        for (var i = 0; i + Length <= text.Length; i++)
        {
            if (_audio.Contains(text.AsSpan(i, Length)))
            {
                return text.Substring(i, Length);
            }
        }

        return null;
    }
}
