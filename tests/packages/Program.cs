// What a newcomer writes who has just added both packages: a call over each transport, against the fake server.
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;

foreach (var transport in new[] { VoiceCallSessionTransport.Grpc, VoiceCallSessionTransport.Rest })
{
    await using var server = await FakeVoiceCallSessionServer.StartAsync();
    await using var services = new ServiceCollection()
        .AddVoiceCallSessionClient(
            options => (options.Endpoint, options.Transport, options.Profile) = (server.Endpoint, transport, "my-profile"))
        .Services.BuildServiceProvider();
    var client = services.GetRequiredService<VoiceCallSessionClient>();
    var agent = Participants.Agent("agent-7");

    await using var call = await client.OpenCallSessionAsync(
        client.NewStreamingConfig().WithMulawAudio(8000).WithPlatformCallId("call-1").Build());
    await call.SendEventAsync(SessionEventBuilder.CallStarted("call-1").WithParticipant(agent).Build());
    for (var frame = 0; frame < 50; frame++)
    {
        await call.SendAudioAsync(new byte[160], agent);
    }

    var report = await call.EndCallAsync();
    var record = await server.WaitForCallAsync("call-1");
    if (!report.NothingLost || record.TotalAudioBytes != 50 * 160)
    {
        Console.Error.WriteLine($"{transport}: {report.ToJson()}");
        return 1;
    }

    Console.WriteLine($"{transport}: {record.TotalAudioBytes} bytes arrived, nothing lost");
}

return 0;
