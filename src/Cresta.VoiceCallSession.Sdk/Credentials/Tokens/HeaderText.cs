using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>Text that an HTTP header can carry: visible ASCII without spaces. The text itself is a secret and never repeated.</summary>
internal static class HeaderText
{
    public static bool IsFit([NotNullWhen(true)] string? text) =>
        !string.IsNullOrEmpty(text) && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    public static void ThrowIfUnfit([NotNull] string? text, [CallerArgumentExpression(nameof(text))] string? parameterName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, parameterName);
        if (!IsFit(text))
        {
            throw new ArgumentException(
                $"The value of {text.Length} characters holds spaces, line breaks or characters beyond ASCII; pass the bare key, "
                    + $"without quotes or a trailing line break.",
                parameterName);
        }
    }
}
