using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.DependencyInjection;
using Cresta.VoiceCallSession.Sdk.Health;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health of a <see cref="VoiceCallSessionClient"/> to an application's.</summary>
public static class VoiceCallSessionHealthChecksBuilderExtensions
{
    private const string DefaultName = "cresta-voice-call-session";

    /// <summary>
    /// Checks the registered client: whether its endpoint answers over the connections that calls use, whether its credential is good for a
    /// token, and how its last call or event went. Unhealthy where no call could be opened; degraded where the service is not all there, a
    /// token is not renewed, or the last call or event failed within a minute. No call is made; a result is given again for 10 s.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <returns>The same.</returns>
    public static IHealthChecksBuilder AddVoiceCallSessionClientCheck(this IHealthChecksBuilder builder) =>
        Add(builder, Options.Options.DefaultName, configure: null);

    /// <summary>As <see cref="AddVoiceCallSessionClientCheck(IHealthChecksBuilder)"/>, with settings.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="configure">Sets the check's options.</param>
    /// <returns>The same.</returns>
    /// <exception cref="ArgumentException">Options are wrong; the message lists all that are, each with the fix.</exception>
    public static IHealthChecksBuilder AddVoiceCallSessionClientCheck(
        this IHealthChecksBuilder builder, Action<VoiceCallSessionHealthCheckOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(builder, Options.Options.DefaultName, configure);
    }

    /// <summary>As <see cref="AddVoiceCallSessionClientCheck(IHealthChecksBuilder)"/>, for a client that was registered by name.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="clientName">The client's name: not empty.</param>
    /// <returns>The same.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IHealthChecksBuilder AddVoiceCallSessionClientCheck(this IHealthChecksBuilder builder, string clientName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(clientName);
        return Add(builder, clientName, configure: null);
    }

    /// <summary>
    /// As <see cref="AddVoiceCallSessionClientCheck(IHealthChecksBuilder)"/>, for a client that was registered by name, with settings.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="clientName">The client's name: not empty.</param>
    /// <param name="configure">Sets the check's options.</param>
    /// <returns>The same.</returns>
    /// <exception cref="ArgumentException">
    /// The name is empty, or options are wrong; the message lists all that are, each with the fix.
    /// </exception>
    public static IHealthChecksBuilder AddVoiceCallSessionClientCheck(
        this IHealthChecksBuilder builder, string clientName, Action<VoiceCallSessionHealthCheckOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(clientName);
        ArgumentNullException.ThrowIfNull(configure);
        return Add(builder, clientName, configure);
    }

    private static IHealthChecksBuilder Add(
        IHealthChecksBuilder builder, string clientName, Action<VoiceCallSessionHealthCheckOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new VoiceCallSessionHealthCheckOptions();
        configure?.Invoke(options);
        var faults = string.Join(' ', options.Validate());
        if (faults.Length > 0)
        {
            throw new ArgumentException(
                $"The options of the health check of the {ClientNames.Describe(clientName)} are wrong: {faults}", nameof(configure));
        }

        var name = options.Name ?? (ClientNames.IsDefault(clientName) ? DefaultName : $"{DefaultName}:{clientName}");
        builder.Services.TryAddKeyedSingleton(name, (provider, _) => new ClientHealthCheck(ClientOf(provider, clientName), options));
        return builder.Add(new HealthCheckRegistration(
            name, provider => provider.GetRequiredKeyedService<ClientHealthCheck>(name), options.FailureStatus, options.Tags));
    }

    private static VoiceCallSessionClient ClientOf(IServiceProvider services, string clientName) => ClientNames.IsDefault(clientName)
        ? services.GetRequiredService<VoiceCallSessionClient>()
        : services.GetRequiredKeyedService<VoiceCallSessionClient>(clientName);
}
