using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>
/// The token endpoint's answer, or its error (RFC 6749, sections 5.1 and 5.2). The values' JSON types are the endpoint's to get wrong.
/// <c>token_type</c> is not looked at, as in Cresta's own clients: there is one header to put the token in.
/// </summary>
internal sealed class TokenAnswer
{
    [JsonPropertyName("access_token")]
    public JsonElement AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    public JsonElement ExpiresIn { get; init; }

    [JsonPropertyName("error")]
    public JsonElement Error { get; init; }
}
