using Cresta.VoiceCallSession.Sdk.Credentials.Tokens;
using Microsoft.Extensions.Options;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>
/// The credentials that configurations describe. One that still stands for the same client at the same token endpoint is kept, with its
/// token and whatever its secret is by now. They are disposed of with the container, after the clients.
/// </summary>
internal sealed class ConfiguredCredentials(
    IServiceProvider services, IOptionsFactory<CrestaCredentialOptions> described,
        IOptionsMonitor<CrestaCredentialOptions> current) : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, (Identity Identity, CrestaCredential Credential)> _credentials = new(StringComparer.Ordinal);
    private readonly Stack<IDisposable> _owned = new();

    /// <summary>The credential of a client, as its options are now. They must be without fault.</summary>
    public CrestaCredential Of(string clientName, Uri? endpoint, TimeProvider timeProvider)
    {
        var options = described.Create(clientName);
        var identity = new Identity(options.EffectiveKind, options.ApiKey, options.ClientId, options.TokenEndpoint(endpoint), timeProvider);
        lock (_gate)
        {
            if (!_credentials.TryGetValue(clientName, out var known) || known.Identity != identity)
            {
                known = (identity, Create(clientName, identity));
                _credentials[clientName] = known;
            }

            return known.Credential;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            while (_owned.TryPop(out var owned))
            {
                owned.Dispose();
            }
        }
    }

    private CrestaCredential Create(string clientName, Identity identity) => identity.Kind switch
    {
        CrestaCredentialKind.ApiKey => CrestaCredential.FromApiKey(identity.ApiKey!),
        CrestaCredentialKind.ClientCredentials => CreateClientCredential(clientName, identity),
        _ => CrestaCredential.None,
    };

    private CrestaClientCredential CreateClientCredential(string clientName, Identity identity)
    {
        var pipeline = new HandlerPipeline(services, ClientNames.TokenHttp(clientName));
        var handler = pipeline.Over(TokenHttp.CreateHandler(identity.AuthEndpoint)).Handler;
        _owned.Push(handler);
        var credential = CrestaCredential.FromClientCredentials(new ClientCredentialsOptions
        {
            ClientId = identity.ClientId!,
            ClientSecretProvider = token => ReadSecretAsync(clientName, token),
            AuthEndpoint = identity.AuthEndpoint,
            Handler = handler,
            TimeProvider = identity.TimeProvider,
        });
        _owned.Push(credential);
        return credential;
    }

    /// <summary>The secret as it is now: a rotated one serves the next request for a token.</summary>
    private async ValueTask<string> ReadSecretAsync(string clientName, CancellationToken cancellationToken)
    {
        var options = current.Get(clientName);
        return options.ClientSecretFile is { } file
            ? (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).TrimEnd('\r', '\n')
            : options.ClientSecret ?? "";
    }

    // What makes a credential another one; a rotated secret does not.
    private sealed record Identity(
        CrestaCredentialKind Kind, string? ApiKey, string? ClientId, Uri? AuthEndpoint, TimeProvider TimeProvider)
    {
        public override string ToString() => nameof(Identity);
    }
}
