using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;

/// <summary>Calls of the client through the proxy.</summary>
public sealed class CallsThroughProxyTests
{
    [Theory, ClassData(typeof(Transports))]
    public Task N10_A_call_in_tiny_slices_with_latency_and_jitter_arrives_whole(VoiceCallSessionTransport transport) =>
        CallAsync(transport, useTls: false, Toxic.Slicer(7), Toxic.Latency(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20)));

    [Theory, ClassData(typeof(Transports))]
    public Task TLS_is_passed_through_as_it_is(VoiceCallSessionTransport transport) =>
        CallAsync(transport, useTls: true, Toxic.Slicer(100));

    [Theory, ClassData(typeof(Transports))]
    public async Task A_call_that_is_cut_tells_the_client_and_the_server(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        await using var proxy = await FaultProxy.StartAsync(server.Endpoint);
        await using var client = new VoiceCallSessionClient(
            new VoiceCallSessionClientOptions { Endpoint = proxy.Endpoint, Transport = transport });
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);
        await (await server.WaitForCallStartAsync("call-1").Guarded()).WaitForMessagesAsync(1).Guarded();

        Assert.Equal(1, proxy.CutAll());

        var call = await server.WaitForCallAsync("call-1").Guarded();
        Assert.Equal(CallEnding.ClientBrokeOff, call.Ending);
    }

    private static async Task CallAsync(VoiceCallSessionTransport transport, bool useTls, params Toxic[] toxics)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { KeepAudio = true, UseTls = useTls });
        await using var proxy = await FaultProxy.StartAsync(new FaultProxyOptions { Upstream = server.Endpoint, Seed = 7 });
        proxy.Add(toxics);
        var options = new VoiceCallSessionClientOptions { Endpoint = proxy.Endpoint, Transport = transport };
        Assert.Equal(server.Endpoint.Scheme, proxy.Endpoint.Scheme);
        if (server.Certificate is { } certificate)
        {
            options.Http.ConfigureHandler = handler => handler.SslOptions.RemoteCertificateValidationCallback =
                (_, given, _, _) => given?.GetCertHashString() == certificate.GetCertHashString();
        }

        await using var client = new VoiceCallSessionClient(options);
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);
        var audio = CallRig.Ramp(16_000);
        for (var at = 0; at < audio.Length; at += 160)
        {
            await session.SendAudioAsync(audio.AsMemory(at, 160), CallRig.Agent);
        }

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        Assert.True(report.NothingLost);
        var call = await server.WaitForCallAsync("call-1").Guarded();
        call.ShouldHaveReceivedAudio(CallRig.Agent, audio);
        call.ShouldHaveEndedWith(StatusCode.OK);
        Assert.True(proxy.ToServer.ForwardedBytes > audio.Length);
    }
}
