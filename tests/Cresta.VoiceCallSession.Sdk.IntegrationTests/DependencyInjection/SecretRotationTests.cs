using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

/// <summary>Row A7: a secret is rotated, and the application goes on.</summary>
public sealed class SecretRotationTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task A7_a_secret_that_is_rotated_in_the_options_serves_the_next_refresh_of_running_calls_too(
        VoiceCallSessionTransport transport)
    {
        await using var tokens = await FakeTokenEndpoint.StartAsync().Guarded();
        await using var rig = await StartAsync(transport, tokens, r => r["Credential:ClientSecret"] = tokens.ClientSecret);
        await using var running = await rig.OpenAsync("running");

        tokens.ClientSecret = "secret-2";
        rig["Credential:ClientSecret"] = "secret-2";
        rig.Reload();
        Assert.Equal(
            "secret-2", rig.Host.Services.GetRequiredService<IOptionsMonitor<CrestaCredentialOptions>>().CurrentValue.ClientSecret);
        await using var next = await rig.OpenAsync("next");
        Assert.Equal(1, tokens.RequestCount);
        tokens.RevokeAll();
        await rig.Client.ProcessSessionEventAsync(SessionEventBuilder.CallEnded("running").Build()).Guarded();

        Assert.Equal([true, true], tokens.Requests.Select(request => request.CredentialsMatched));
        Assert.Equal("Bearer token-2",
            rig.Host.Services.GetRequiredService<VoiceCallSessionClient>() is { } client
            ? await client.Acquire().Context.AuthorizeAsync(default) : null);
        Assert.Equal(CallOutcome.Completed, (await running.EndCallAsync().Guarded()).Outcome);
        Assert.Equal(CallOutcome.Completed, (await next.EndCallAsync().Guarded()).Outcome);
    }

    [Fact]
    public async Task A7_a_secret_that_is_rotated_in_its_file_serves_the_next_refresh()
    {
        await using var tokens = await FakeTokenEndpoint.StartAsync().Guarded();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, $"{tokens.ClientSecret}\n");
            await using var rig = await StartAsync(VoiceCallSessionTransport.Grpc, tokens, r => r["Credential:ClientSecretFile"] = file);
            await using var running = await rig.OpenAsync();

            tokens.ClientSecret = "secret-2";
            await File.WriteAllTextAsync(file, "secret-2\r\n");
            tokens.RevokeAll();
            await rig.Client.ProcessSessionEventAsync(SessionEventBuilder.CallEnded("running").Build()).Guarded();

            Assert.Equal([true, true], tokens.Requests.Select(request => request.CredentialsMatched));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Another_client_id_is_another_credential()
    {
        await using var tokens = await FakeTokenEndpoint.StartAsync().Guarded();
        await using var others = await FakeTokenEndpoint.StartAsync(
            new FakeTokenEndpointOptions { ClientId = "client-2", ClientSecret = "secret-2" }).Guarded();
        await using var rig = await StartAsync(
            VoiceCallSessionTransport.Grpc, tokens, r => r["Credential:ClientSecret"] = tokens.ClientSecret);
        await using var running = await rig.OpenAsync("running");

        rig.Server.AuthorizationCheck = others.Accepts;
        rig["Credential:AuthEndpoint"] = others.Endpoint.ToString();
        rig["Credential:ClientId"] = "client-2";
        rig["Credential:ClientSecret"] = "secret-2";
        rig.Reload();
        await using var next = await rig.OpenAsync("next");

        Assert.Equal((1, 1), (tokens.RequestCount, others.RequestCount));
        Assert.Equal(CallOutcome.Completed, (await running.EndCallAsync().Guarded()).Outcome);
    }

    private static async Task<HostRig> StartAsync(VoiceCallSessionTransport transport, FakeTokenEndpoint tokens, Action<HostRig> configure)
    {
        var rig = await HostRig.CreateAsync(transport);
        rig["Credential:ClientId"] = tokens.ClientId;
        rig["Credential:AuthEndpoint"] = tokens.Endpoint.ToString();
        configure(rig);
        rig.Server.AuthorizationCheck = tokens.Accepts;
        rig.Services.AddVoiceCallSessionClient();
        await rig.StartAsync();
        return rig;
    }
}
