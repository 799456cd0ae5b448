using Cresta.VoiceCallSession.Sdk.Client.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>Makes the clients of a container, and makes changed options theirs. Thread-safe.</summary>
internal sealed class ClientFactory(
    IServiceProvider services,
    IOptionsMonitor<VoiceCallSessionClientOptions> checkedAtStart,
    IOptionsFactory<VoiceCallSessionClientOptions> factory,
    IEnumerable<IOptionsChangeTokenSource<VoiceCallSessionClientOptions>> clientChanges,
    IEnumerable<IOptionsChangeTokenSource<CrestaCredentialOptions>> credentialChanges,
    ConfiguredCredentials credentials) : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, ContainerClient> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VoiceCallSessionClientOptions> _options = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _subscriptions = [];
    private readonly ILogger _logger = HostingLog.CreateLogger(services);
    private bool _draining;
    private bool _disposed;

    /// <summary>The client of a name. The container asks once.</summary>
    /// <exception cref="OptionsValidationException">Options are wrong; the message lists all that are, each with the fix.</exception>
    public VoiceCallSessionClient Create(string clientName)
    {
        lock (_gate)
        {
            // The very options that were checked at the start, so that what an action makes is made once.
            var options = Complete(clientName, checkedAtStart.Get(clientName));
            var client = new ContainerClient(CreateGeneration(clientName, options));
            _options.Add(clientName, options);
            _clients.Add(clientName, client);
            if (_draining)
            {
                _ = client.DrainCallsAsync();
            }

            Subscribe(clientName, clientChanges.Where(
                source => IsFor(source.Name, clientName)).Select(static source => (Func<IChangeToken>)source.GetChangeToken));
            Subscribe(clientName, credentialChanges.Where(
                source => IsFor(source.Name, clientName)).Select(static source => (Func<IChangeToken>)source.GetChangeToken));
            return client;
        }
    }

    /// <summary>The clients that there are, none of which, nor of those to come, takes calls from now on.</summary>
    public IReadOnlyList<KeyValuePair<string, ContainerClient>> BeginDraining()
    {
        lock (_gate)
        {
            _draining = true;
            return [.. _clients];
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var subscription in _subscriptions)
            {
                subscription.Dispose();
            }
        }
    }

    private static bool IsFor(string? sourceName, string clientName) =>
        string.Equals(sourceName ?? Microsoft.Extensions.Options.Options.DefaultName, clientName, StringComparison.Ordinal);

    private void Subscribe(string clientName, IEnumerable<Func<IChangeToken>> sources) =>
        _subscriptions.AddRange(sources.Select(source => ChangeToken.OnChange(source, () => Renew(clientName))).ToList());

    private void Renew(string clientName)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            var described = ClientNames.Describe(clientName);
            try
            {
                // Not from the options monitor, which may be notified after this callback. A configuration reports any change in any
                // of its sections.
                var options = Complete(clientName, factory.Create(clientName));
                if (!ClientOptionKeys.AreAlike(_options[clientName], options))
                {
                    _clients[clientName].Renew(CreateGeneration(clientName, options));
                    _options[clientName] = options;
                    HostingLog.OptionsChanged(_logger, described);
                }
            }
            catch (Exception e)
            {
                // Whoever changed the configuration does not hear an exception from here; calls go on with what was right.
                HostingLog.ChangeRefused(_logger, e, described);
            }
        }
    }

    private VoiceCallSessionClientOptions Complete(string clientName, VoiceCallSessionClientOptions given)
    {
        var options = given.Copy();
        options.LoggerFactory ??= services.GetService<ILoggerFactory>();
        if (ReferenceEquals(options.TimeProvider, TimeProvider.System))
        {
            options.TimeProvider = services.GetService<TimeProvider>() ?? TimeProvider.System;
        }

        if (options.Credential.IsAnonymous)
        {
            options.Credential = credentials.Of(clientName, options.Endpoint, options.TimeProvider);
        }

        return options;
    }

    private ClientRuntime CreateGeneration(string clientName, VoiceCallSessionClientOptions options)
    {
        return ClientRuntime.Create(options, new HandlerPipeline(services, ClientNames.ServiceHttp(clientName)));
    }
}
