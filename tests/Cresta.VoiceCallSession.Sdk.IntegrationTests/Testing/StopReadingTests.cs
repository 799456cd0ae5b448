using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.RawMessages;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public class StopReadingTests : FakeServerTest
{
    private const int Window = 65_535;

    [Fact]
    public async Task Reads_nothing_more_until_the_stream_is_torn_down()
    {
        Server.ScriptNext(CallScript.Answering().StopReadingAfter(2));
        using var cancellation = new CancellationTokenSource();
        using var stream = Client.Open(new CallOptions(cancellationToken: cancellation.Token));
        await stream.SendAsync(Config("c"));
        await stream.SendAsync(AudioOf(Agent, 1));
        await stream.SendAsync(AudioOf(Agent, new byte[Window / 4]));

        // On the same connection, so the server has had the message above before it answers.
        await Client.ProcessAsync(new ProcessSessionEventRequest { Profile = "p", SessionEvent = new SessionEvent() }).Guarded();
        var stuck = stream.SendAsync(AudioOf(Agent, new byte[2 * Window]));
        Assert.Equal(1, Server.ConnectionCount);
        Assert.False(stuck.IsCompleted);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => stuck);
        var call = await Server.WaitForCallAsync("c").Guarded();
        Assert.Equal((2L, 1L, CallEnding.ClientBrokeOff), (call.MessageCount, call.TotalAudioBytes, call.Ending));
    }

    protected override FakeVoiceCallSessionServerOptions Options() => new() { InitialWindowBytes = Window };
}
