using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Http;

namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>Reads what a token endpoint answers. A body may hold a token, so that no fault repeats any of it.</summary>
internal static class TokenAnswerReader
{
    // RFC 6749, section 5.2. Any other word might be something that an endpoint echoes.
    private static readonly string[] KnownErrors =
        ["invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope"];

    public static bool TryRead(
        ReadOnlyMemory<byte> body, DateTimeOffset askedAt, [NotNullWhen(true)] out TokenGrant? grant,
            [NotNullWhen(false)] out string? fault)
    {
        grant = null;
        if (Parse(body) is not { } answer)
        {
            fault = "its body is not a JSON object";
            return false;
        }

        if (Text(answer.AccessToken) is not { } token || !HeaderText.IsFit(token))
        {
            fault = answer.AccessToken.ValueKind == JsonValueKind.Undefined
                ? "it holds no access_token" : "its access_token is not text that a header can carry";
            return false;
        }

        if (!TryReadSeconds(answer.ExpiresIn, out var seconds))
        {
            fault = "its expires_in is not a number of seconds";
            return false;
        }

        grant = new TokenGrant(token, askedAt, seconds);
        fault = null;
        return true;
    }

    /// <summary>The error's code, if it is one of the standard's; else null.</summary>
    public static string? ReadError(ReadOnlyMemory<byte> body) =>
        Parse(body) is { } answer && Text(answer.Error) is { } code && KnownErrors.Contains(code, StringComparer.Ordinal) ? code : null;

    private static TokenAnswer? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(Utf8Text.Sanitize(body).Span, TokenAnswerJson.Default.TokenAnswer);
        }
        catch (JsonException)
        {
            // Its message tells of the body, which may hold a token.
            return null;
        }
    }

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of an escaped surrogate pair, which is no text.
            return null;
        }
    }

    private static bool TryReadSeconds(JsonElement value, out double? seconds)
    {
        seconds = null;
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return true;
        }

        var digits = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Text(value);
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number))
        {
            return false;
        }

        seconds = number;
        return true;
    }
}
