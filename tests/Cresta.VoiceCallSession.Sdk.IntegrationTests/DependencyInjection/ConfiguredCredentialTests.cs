using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

/// <summary>A credential from the configuration: an API key, or client credentials with or without a region.</summary>
public sealed class ConfiguredCredentialTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task An_API_key_alone_is_a_credential(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport, o => o.RequiredAuthorization = "ApiKey key-1");
        rig["Credential:ApiKey"] = "key-1";
        rig.Services.AddVoiceCallSessionClient();
        await rig.StartAsync();
        await using var call = await rig.OpenAsync();
        Assert.Equal(CallOutcome.Completed, (await call.EndCallAsync().Guarded()).Outcome);
        await rig.Client.ProcessSessionEventAsync(SessionEventBuilder.CallEnded("call-1").Build()).Guarded();

        Assert.Equal("ApiKey key-1", (await rig.Server.WaitForCallAsync("call-1").Guarded()).Headers["authorization"]);
        Assert.Equal("ApiKey key-1", Assert.Single(rig.Server.UnaryEvents).Headers["authorization"]);
    }

    [Theory]
    [InlineData("https://api.us-east-1-prod.cresta.com", "https://auth.us-east-1-prod.cresta.ai/v1/oauth/regionalToken")]
    [InlineData("https://api-acme.us-west-2-prod.cresta.ai", "https://auth.us-west-2-prod.cresta.ai/v1/oauth/regionalToken")]
    [InlineData("https://api-acme.voice-prod.cresta.ai:8443", "https://auth.us-west-2-prod.cresta.ai/v1/oauth/regionalToken")]
    public async Task An_endpoint_that_names_its_region_needs_no_other_address_for_tokens(string endpoint, string tokenEndpoint)
    {
        await using var tokens = await FakeTokenEndpoint.StartAsync().Guarded();
        await using var rig = await HostRig.CreateAsync();
        rig["Endpoint"] = endpoint;
        rig["Credential:ClientId"] = tokens.ClientId;
        rig["Credential:ClientSecret"] = tokens.ClientSecret;
        List<Uri> addressed = [];
        var client = rig.Services.AddVoiceCallSessionClient();
        client.TokenEndpoint.AddHttpMessageHandler(() => new DivertingHandler(tokens.Endpoint, addressed));
        await rig.StartAsync();

        Assert.Equal("Bearer token-1", await rig.Client.Acquire().Context.AuthorizeAsync(default));
        Assert.Equal([new Uri(tokenEndpoint)], addressed);
        var host = rig.Client.Acquire().Options.Endpoint!.Host;
        Assert.DoesNotContain(rig.Log.Entries, entry => entry.Text.Contains(host, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://api-acme.cresta.com")]
    [InlineData("https://api-acme.mars-1-prod.cresta.ai")]
    [InlineData("https://voice.example.com")]
    public async Task An_endpoint_that_names_no_region_needs_a_region_or_a_token_endpoint(string endpoint)
    {
        await using var tokens = await FakeTokenEndpoint.StartAsync().Guarded();
        foreach (var (key, value) in new[] { ("", ""), ("Region", "us-west-2-prod"), ("AuthEndpoint", $"{tokens.Endpoint}") })
        {
            await using var rig = await HostRig.CreateAsync();
            rig["Endpoint"] = endpoint;
            rig["Credential:ClientId"] = tokens.ClientId;
            rig["Credential:ClientSecret"] = tokens.ClientSecret;
            rig.Services.AddVoiceCallSessionClient();
            if (key.Length > 0)
            {
                rig[$"Credential:{key}"] = value;
                await rig.StartAsync();
                Assert.IsType<CrestaClientCredential>(rig.Client.Acquire().Options.Credential);
                continue;
            }

            var refusal = await Assert.ThrowsAsync<OptionsValidationException>(rig.StartAsync);
            Assert.EndsWith(
                "are wrong: Credential.Region and AuthEndpoint are missing, and the client's endpoint names no region, as a customer's host"
                + " (api-<customer>.cresta.com) does not; give a Region, one of us-west-2-prod, us-east-1-prod, chat-prod, voice-prod,"
                + " ca-central-1-prod, ap-southeast-2-prod, eu-west-2-prod, us-west-2-staging, us-east-1-staging, or AuthEndpoint.",
                refusal.Message,
                StringComparison.Ordinal);
        }
    }
}
