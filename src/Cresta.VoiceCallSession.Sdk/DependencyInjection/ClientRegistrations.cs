using Microsoft.Extensions.DependencyInjection;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>
/// Which clients a service collection has, and from where they are configured, so that registering twice adds nothing twice.
/// </summary>
internal sealed class ClientRegistrations
{
    private readonly HashSet<string> _clients = new(StringComparer.Ordinal);
    private readonly HashSet<(string Client, object Source)> _sources = [];

    private ClientRegistrations()
    {
    }

    /// <summary>The one record of a service collection.</summary>
    public static ClientRegistrations Of(IServiceCollection services)
    {
        foreach (var service in services)
        {
            if (service is { IsKeyedService: false, ImplementationInstance: ClientRegistrations known })
            {
                return known;
            }
        }

        var registrations = new ClientRegistrations();
        services.AddSingleton(registrations);
        return registrations;
    }

    /// <summary>Whether the client is new.</summary>
    public bool TryAdd(string clientName) => _clients.Add(clientName);

    /// <summary>Whether the source is new to the client.</summary>
    public bool TryAddSource(string clientName, object source) => _sources.Add((clientName, source));

    public bool Has(string clientName) => _clients.Contains(clientName);
}
