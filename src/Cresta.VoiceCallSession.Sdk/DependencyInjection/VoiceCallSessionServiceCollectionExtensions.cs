using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="VoiceCallSessionClient"/>.</summary>
public static class VoiceCallSessionServiceCollectionExtensions
{
    /// <summary>
    /// Registers the client, a singleton, configured from the section <c>Cresta:VoiceCallSession</c> of the registered configuration.
    /// Options are checked when the host starts, and when the client is first asked for. Options that change later reach what begins from
    /// then on; calls that are open go on with those that they began with. When the host stops, the client is drained (see
    /// <see cref="VoiceCallSessionClient.DrainAsync"/>). Registering it again adds nothing.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <returns>A builder for handlers and further options.</returns>
    public static VoiceCallSessionClientBuilder AddVoiceCallSessionClient(this IServiceCollection services) =>
        AddConfigured(services, Microsoft.Extensions.Options.Options.DefaultName);

    /// <summary>
    /// Registers the client, configured in code. Otherwise as <see cref="AddVoiceCallSessionClient(IServiceCollection)"/>; several actions
    /// add up.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>A builder for handlers and further options.</returns>
    public static VoiceCallSessionClientBuilder AddVoiceCallSessionClient(
        this IServiceCollection services, Action<VoiceCallSessionClientOptions> configure) =>
        AddInCode(services, Microsoft.Extensions.Options.Options.DefaultName, configure);

    /// <summary>
    /// Registers the client, configured from a section. Otherwise as <see cref="AddVoiceCallSessionClient(IServiceCollection)"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="section">The section whose keys are the options' names.</param>
    /// <returns>A builder for handlers and further options.</returns>
    public static VoiceCallSessionClientBuilder AddVoiceCallSessionClient(this IServiceCollection services, IConfiguration section) =>
        AddFrom(services, Microsoft.Extensions.Options.Options.DefaultName, section);

    /// <summary>
    /// Registers a client by name, for one of several tenants or regions: a keyed singleton whose key is the name, configured from the
    /// section <c>Cresta:VoiceCallSession:Clients:{name}</c>. Otherwise as <see cref="AddVoiceCallSessionClient(IServiceCollection)"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The client's name: not empty.</param>
    /// <returns>A builder for handlers and further options.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static VoiceCallSessionClientBuilder AddVoiceCallSessionClient(this IServiceCollection services, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return AddConfigured(services, name);
    }

    /// <summary>
    /// Registers a client by name, configured in code. Otherwise as <see cref="AddVoiceCallSessionClient(IServiceCollection, string)"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The client's name: not empty.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>A builder for handlers and further options.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static VoiceCallSessionClientBuilder AddVoiceCallSessionClient(
        this IServiceCollection services, string name, Action<VoiceCallSessionClientOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return AddInCode(services, name, configure);
    }

    /// <summary>
    /// Registers a client by name, configured from a section. Otherwise as
    /// <see cref="AddVoiceCallSessionClient(IServiceCollection, string)"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The client's name: not empty.</param>
    /// <param name="section">The section whose keys are the options' names.</param>
    /// <returns>A builder for handlers and further options.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static VoiceCallSessionClientBuilder AddVoiceCallSessionClient(
        this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return AddFrom(services, name, section);
    }

    private static VoiceCallSessionClientBuilder AddInCode(
        IServiceCollection services, string name, Action<VoiceCallSessionClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = Add(services, name);
        builder.Options.Configure(configure);
        return builder;
    }

    private static VoiceCallSessionClientBuilder AddFrom(IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var builder = Add(services, name);
        object source = section is IConfigurationSection { Path: var path } ? path : section;
        if (ClientRegistrations.Of(services).TryAddSource(name, source))
        {
            AddConfiguration(services, _ => new ClientConfiguration(name, section));
        }

        return builder;
    }

    private static VoiceCallSessionClientBuilder AddConfigured(IServiceCollection services, string name)
    {
        var builder = Add(services, name);
        if (ClientRegistrations.Of(services).TryAddSource(name, ClientNames.SectionOf(name)))
        {
            AddConfiguration(services, provider => ClientConfiguration.Registered(provider, name));
        }

        return builder;
    }

    private static void AddConfiguration(IServiceCollection services, Func<IServiceProvider, ClientConfiguration> configuration)
    {
        services.AddSingleton(configuration);
        services.AddSingleton<IConfigureOptions<VoiceCallSessionClientOptions>>(configuration);
        services.AddSingleton<IConfigureOptions<CrestaCredentialOptions>>(configuration);
        services.AddSingleton<IOptionsChangeTokenSource<VoiceCallSessionClientOptions>>(configuration);
        services.AddSingleton<IOptionsChangeTokenSource<CrestaCredentialOptions>>(configuration);
    }

    private static VoiceCallSessionClientBuilder Add(IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!ClientRegistrations.Of(services).TryAdd(name))
        {
            return new VoiceCallSessionClientBuilder(services, name);
        }

        services.AddOptions<VoiceCallSessionClientOptions>(name).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<VoiceCallSessionClientOptions>, ClientValidation>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ClientHostedService>());
        services.TryAddSingleton<ConfiguredCredentials>();
        services.TryAddSingleton<ClientFactory>();
        if (ClientNames.IsDefault(name))
        {
            services.TryAddSingleton(
                static provider => provider.GetRequiredService<ClientFactory>().Create(Microsoft.Extensions.Options.Options.DefaultName));
        }
        else
        {
            services.TryAddKeyedSingleton(
                name, static (provider, key) => provider.GetRequiredService<ClientFactory>().Create((string)key!));
        }

        services.AddHttpClient();
        var builder = new VoiceCallSessionClientBuilder(services, name);
        PrepareHttp(builder);
        PrepareHttp(builder.TokenEndpoint);
        return builder;
    }

    private static void PrepareHttp(IHttpClientBuilder http)
    {
        // What an application sets up for all its HTTP clients is meant for short requests: a retry or a time-out from there would break
        // every call.
        http.Services.Configure<HttpClientFactoryOptions>(http.Name, static options => options.HttpMessageHandlerBuilderActions.Clear());
        http.RemoveAllLoggers().RedactLoggedHeaders(static _ => true).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }
}
