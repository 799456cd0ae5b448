using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Durations;

/// <summary>Uses options as an application does.</summary>
internal static class DurationOptionUse
{
    private static readonly Uri Nowhere = new("http://localhost:1");

    /// <summary>Gives the options to the SDK, which refuses them or not.</summary>
    public static void Validate(DurationOption option, TimeSpan value)
    {
        if (option.Root == typeof(VoiceCallSessionClientOptions))
        {
            _ = new VoiceCallSessionClient((VoiceCallSessionClientOptions)option.With(value, ClientOptions(Nowhere, default)))
                .DisposeAsync().AsTask();
        }
        else if (option.Root == typeof(ClientCredentialsOptions))
        {
            CrestaCredential.FromClientCredentials((ClientCredentialsOptions)option.With(value, CredentialOptions(Nowhere))).Dispose();
        }
        else if (option.Root == typeof(DiagnosisOptions))
        {
            ((DiagnosisOptions)option.With(value, new DiagnosisOptions())).ThrowIfInvalid("options");
        }
        else
        {
            Assert.Equal(typeof(VoiceCallSessionHealthCheckOptions), option.Root);
            new ServiceCollection().AddHealthChecks().AddVoiceCallSessionClientCheck(o => option.With(value, o));
        }
    }

    /// <summary>Does what the option is for. A failure of a call is thrown.</summary>
    public static async Task WorkAsync(DurationOption option, TimeSpan value, VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        var options = ClientOptions(server.Endpoint, transport);
        if (option.Root == typeof(VoiceCallSessionClientOptions))
        {
            option.With(value, options);
            await CallAsync(options);
            return;
        }

        if (option.Root == typeof(ClientCredentialsOptions))
        {
            await using var tokens = await FakeTokenEndpoint.StartAsync();
            var given = (ClientCredentialsOptions)option.With(value, CredentialOptions(tokens.Endpoint));
            (given.ClientId, given.ClientSecret) = (tokens.ClientId, tokens.ClientSecret);
            using var credential = CrestaCredential.FromClientCredentials(given);
            options.Credential = credential;
            await CallAsync(options);
            return;
        }

        await using var client = new VoiceCallSessionClient(options);
        if (option.Root == typeof(DiagnosisOptions))
        {
            Assert.NotEmpty((await client.DiagnoseAsync((DiagnosisOptions)option.With(value, new DiagnosisOptions()))).Checks);
            return;
        }

        var services = new ServiceCollection().AddLogging().AddSingleton(client);
        services.AddHealthChecks().AddVoiceCallSessionClientCheck(o => option.With(value, o));
        await using var provider = services.BuildServiceProvider();
        Assert.Single((await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries);
    }

    private static async Task CallAsync(VoiceCallSessionClientOptions options)
    {
        await using var client = new VoiceCallSessionClient(options);
        await client.ProcessSessionEventAsync("profile-1", SessionEventBuilder.CallStarted("call-1").Build());
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration());
        Assert.Equal(AudioSendResult.Queued, session.TrySendAudio(CallRig.Ramp(1), CallRig.Agent));
        await session.WaitForAcknowledgementAsync(await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build()));
        var report = await session.CompleteAsync();
        if (report.Failure is { } failure)
        {
            throw failure;
        }

        Assert.True(report.NothingLost, report.ToJson());
    }

    /// <summary>With everything turned on that a duration may concern.</summary>
    private static VoiceCallSessionClientOptions ClientOptions(Uri endpoint, VoiceCallSessionTransport transport) => new()
    {
        Endpoint = endpoint,
        Transport = transport,
        Credential = CrestaCredential.FromAccessToken(_ =>
            ValueTask.FromResult(new CrestaAccessToken("token-of-the-test", DateTimeOffset.UtcNow.AddHours(1)))),
        Idle = { Action = IdleAction.SendSilence },
        Rotation = { BeforeTokenExpiry = TimeSpan.FromMinutes(1), MaxStreamAge = TimeSpan.FromMinutes(5) },
    };

    private static ClientCredentialsOptions CredentialOptions(Uri endpoint) =>
        new() { ClientId = "client", ClientSecret = "the secret of the test", AuthEndpoint = endpoint };
}
