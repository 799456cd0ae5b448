namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>What things of a registered client are called.</summary>
internal static class ClientNames
{
    public const string RootSection = "Cresta:VoiceCallSession";

    /// <summary>Named clients are configured below this key of the root section.</summary>
    public const string NamedClients = "Clients";

    private const string Prefix = "Cresta.VoiceCallSession.Sdk";

    public static bool IsDefault(string clientName) =>
        string.Equals(clientName, Microsoft.Extensions.Options.Options.DefaultName, StringComparison.Ordinal);

    public static string SectionOf(string clientName) => IsDefault(clientName) ? RootSection : $"{RootSection}:{NamedClients}:{clientName}";

    /// <summary>The name of the HTTP client whose handlers lead to the service.</summary>
    public static string ServiceHttp(string clientName) => IsDefault(clientName) ? Prefix : $"{Prefix}:{clientName}";

    /// <summary>The name of the HTTP client whose handlers lead to the token endpoint.</summary>
    public static string TokenHttp(string clientName) => $"{Prefix}.TokenEndpoint{(IsDefault(clientName) ? "" : ":")}{clientName}";

    /// <summary>A client as sentences name it.</summary>
    public static string Describe(string clientName) =>
        IsDefault(clientName) ? "VoiceCallSession client" : $"VoiceCallSession client \"{clientName}\"";
}
