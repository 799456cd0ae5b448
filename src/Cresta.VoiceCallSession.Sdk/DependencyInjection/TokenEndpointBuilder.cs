using Microsoft.Extensions.DependencyInjection;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>Takes handlers on the way to the token endpoint of a client.</summary>
internal sealed class TokenEndpointBuilder(IServiceCollection services, string clientName) : IHttpClientBuilder
{
    public string Name => ClientNames.TokenHttp(clientName);

    public IServiceCollection Services => services;
}
