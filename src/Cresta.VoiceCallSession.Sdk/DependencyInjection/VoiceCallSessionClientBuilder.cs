using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// A client that has been registered, for more to be said about it. As an <see cref="IHttpClientBuilder"/> it takes handlers on the way to
/// the service: <c>AddHttpMessageHandler</c>, <c>ConfigurePrimaryHttpMessageHandler</c>, <c>UseSocketsHttpHandler</c>. Handlers last as
/// long as the client's settings, not by the clock, so that no call is broken by their replacement; a handler's lifetime that is set has no
/// effect, nor has what concerns an <see cref="HttpClient"/>.
/// </summary>
public sealed class VoiceCallSessionClientBuilder : IHttpClientBuilder
{
    internal VoiceCallSessionClientBuilder(IServiceCollection services, string clientName)
    {
        Services = services;
        Name = clientName;
        Options = new OptionsBuilder<VoiceCallSessionClientOptions>(services, clientName);
        Credential = new OptionsBuilder<CrestaCredentialOptions>(services, clientName);
        TokenEndpoint = new TokenEndpointBuilder(services, clientName);
    }

    /// <summary>The client's name and service key; empty for the one without.</summary>
    public string Name { get; }

    /// <summary>Where the client has been registered.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The client's options, for what needs services, or comes after everything else.</summary>
    public OptionsBuilder<VoiceCallSessionClientOptions> Options { get; }

    /// <summary>The credential's description, used where <see cref="VoiceCallSessionClientOptions.Credential"/> is left alone.</summary>
    public OptionsBuilder<CrestaCredentialOptions> Credential { get; }

    /// <summary>Takes handlers on the way to the token endpoint, for a described credential.</summary>
    public IHttpClientBuilder TokenEndpoint { get; }

    /// <summary>The name under which the handlers are configured.</summary>
    string IHttpClientBuilder.Name => ClientNames.ServiceHttp(Name);
}
