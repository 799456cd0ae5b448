using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// A region of Cresta's with the addresses of its API and of its token endpoint, as Cresta's public clients of its other APIs have them:
/// <em>assumed</em> for this one. A convenience: the API may be at any host, such as <c>api-&lt;customer&gt;.cresta.com</c> or
/// <c>api-&lt;name&gt;.&lt;region&gt;.cresta.ai</c> (<em>seen</em> in public clients); give its address as the endpoint. Immutable.
/// </summary>
public sealed class CrestaRegion
{
    private CrestaRegion(string name, string apiDomain, string authName)
    {
        Name = name;
        ApiEndpoint = new Uri($"https://api.{name}.cresta.{apiDomain}");
        AuthEndpoint = new Uri($"https://auth.{authName}.cresta.ai");
    }

    /// <summary><c>us-west-2-prod</c>.</summary>
    public static CrestaRegion UsWest2Prod { get; } = Production("us-west-2-prod");

    /// <summary><c>us-east-1-prod</c>.</summary>
    public static CrestaRegion UsEast1Prod { get; } = Production("us-east-1-prod");

    /// <summary><c>chat-prod</c>.</summary>
    public static CrestaRegion ChatProd { get; } = Production("chat-prod");

    /// <summary><c>voice-prod</c>, whose tokens come from <c>us-west-2-prod</c>.</summary>
    public static CrestaRegion VoiceProd { get; } = new("voice-prod", "com", "us-west-2-prod");

    /// <summary><c>ca-central-1-prod</c>.</summary>
    public static CrestaRegion CaCentral1Prod { get; } = Production("ca-central-1-prod");

    /// <summary><c>ap-southeast-2-prod</c>.</summary>
    public static CrestaRegion ApSoutheast2Prod { get; } = Production("ap-southeast-2-prod");

    /// <summary><c>eu-west-2-prod</c>.</summary>
    public static CrestaRegion EuWest2Prod { get; } = Production("eu-west-2-prod");

    /// <summary><c>us-west-2-staging</c>, whose API is under <c>cresta.ai</c>.</summary>
    public static CrestaRegion UsWest2Staging { get; } = Staging("us-west-2-staging");

    /// <summary><c>us-east-1-staging</c>, whose API is under <c>cresta.ai</c>.</summary>
    public static CrestaRegion UsEast1Staging { get; } = Staging("us-east-1-staging");

    /// <summary>Every region that this version knows.</summary>
    public static IReadOnlyList<CrestaRegion> All { get; } =
        [UsWest2Prod, UsEast1Prod, ChatProd, VoiceProd, CaCentral1Prod, ApSoutheast2Prod, EuWest2Prod, UsWest2Staging, UsEast1Staging];

    /// <summary>The region's name, for example <c>us-west-2-prod</c>.</summary>
    public string Name { get; }

    /// <summary>The API's address, for <see cref="VoiceCallSessionClientOptions.Endpoint"/>.</summary>
    public Uri ApiEndpoint { get; }

    /// <summary>The token endpoint's address without its path, for <see cref="ClientCredentialsOptions.AuthEndpoint"/>.</summary>
    public Uri AuthEndpoint { get; }

    /// <summary>The region of a name, for example from a configuration file.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The region.</returns>
    /// <exception cref="ArgumentException">No such region is known. The message lists those that are.</exception>
    public static CrestaRegion FromName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return All.FirstOrDefault(region => region.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new ArgumentException(
            $"No region {QuotedValue.Quote(name)} is known; give one of {string.Join(", ", All)}, or the addresses of the API and of "
                + $"the token endpoint instead.", nameof(name));
    }

    /// <summary>
    /// The region that an API's address names: <c>api.&lt;region&gt;.cresta.com</c>, or <c>api-&lt;name&gt;.&lt;region&gt;.cresta.ai</c>
    /// for a service's or a customer's host within a region. For its <see cref="AuthEndpoint"/>; the API stays at the address that was
    /// given.
    /// </summary>
    /// <param name="endpoint">The API's address.</param>
    /// <returns>The region.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// The address names no region that is known. A customer's own host, <c>api-&lt;customer&gt;.cresta.com</c>, names none: its region or
    /// its token endpoint has to be given.
    /// </exception>
    public static CrestaRegion FromEndpoint(Uri endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return FindByEndpoint(endpoint) ?? throw new ArgumentException(
            $"{(endpoint.IsAbsoluteUri ? endpoint.Host : "A relative address")} names no region that is known, as a customer's own host"
            + $" (api-<customer>.cresta.com) does not; give one of {string.Join(", ", All)}, or the address of the token endpoint.",
            nameof(endpoint));
    }

    /// <summary>Gives <see cref="Name"/>.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    /// <summary>The region that an API's address names, or null.</summary>
    internal static CrestaRegion? FindByEndpoint(Uri? endpoint) =>
        endpoint is { IsAbsoluteUri: true, Host: var host } && host.Split('.') is [var api, var name, "cresta", "com" or "ai"] && IsApi(api)
            ? All.FirstOrDefault(region => region.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            : null;

    private static bool IsApi(string label) =>
        label.Equals("api", StringComparison.OrdinalIgnoreCase) || label.StartsWith("api-", StringComparison.OrdinalIgnoreCase);

    private static CrestaRegion Production(string name) => new(name, "com", name);

    private static CrestaRegion Staging(string name) => new(name, "ai", name);
}
