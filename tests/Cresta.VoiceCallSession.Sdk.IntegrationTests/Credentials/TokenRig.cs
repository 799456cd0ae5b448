using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Credentials;

/// <summary>A token endpoint on a real socket and a credential that asks it, both on a clock that only the test moves.</summary>
internal sealed class TokenRig : IAsyncDisposable
{
    private TokenRig(FakeTokenEndpoint tokens, WatchedTime time, CrestaClientCredential credential)
    {
        Tokens = tokens;
        Time = time;
        Credential = credential;
    }

    public FakeTokenEndpoint Tokens { get; }

    public WatchedTime Time { get; }

    public CrestaClientCredential Credential { get; }

    /// <summary>Starts both. Retries are quick and by the real clock where the test does not want to see them.</summary>
    public static async Task<TokenRig> StartAsync(TokenScript? script = null, Action<ClientCredentialsOptions>? configure = null)
    {
        var time = new WatchedTime();
        var tokens = await FakeTokenEndpoint.StartAsync(
            new FakeTokenEndpointOptions { TimeProvider = time, Script = script ?? TokenScript.Granting() }).Guarded();
        var options = new ClientCredentialsOptions
        {
            ClientId = tokens.ClientId,
            ClientSecret = tokens.ClientSecret,
            AuthEndpoint = tokens.Endpoint,
            TimeProvider = time,
        };
        configure?.Invoke(options);
        return new TokenRig(tokens, time, CrestaCredential.FromClientCredentials(options));
    }

    public async Task<string?> GetAsync(CancellationToken cancellationToken = default) =>
        await Credential.GetAuthorizationAsync(cancellationToken).AsTask().Guarded();

    public Task<VoiceCallSessionException> FailAsync() => Assert.ThrowsAsync<VoiceCallSessionException>(() => GetAsync());

    /// <summary>Asks until something has come about in the background, at a standing clock.</summary>
    public async Task GetUntilAsync(Func<string?, bool> reached)
    {
        using var watchdog = new CancellationTokenSource(CallRig.Watchdog, TimeProvider.System);
        while (!reached(await GetAsync(watchdog.Token)))
        {
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Credential.Dispose();
        await Tokens.DisposeAsync().AsTask().Guarded();
    }
}
