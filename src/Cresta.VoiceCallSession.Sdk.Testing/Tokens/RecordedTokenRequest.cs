namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>One request for a token, as the fake token endpoint received it. Immutable. The secret itself is not kept.</summary>
public sealed class RecordedTokenRequest
{
    internal RecordedTokenRequest()
    {
    }

    /// <summary>Its number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>When it came, by the endpoint's <see cref="TimeProvider"/>.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path.</summary>
    public required string Path { get; init; }

    /// <summary>The body's content type; null where there was none.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body's <c>grant_type</c>; null where the body was no JSON object that has one.</summary>
    public string? GrantType { get; init; }

    /// <summary>Whether the HTTP Basic credentials were the ones that are let in.</summary>
    public required bool CredentialsMatched { get; init; }
}
