using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Microsoft.Extensions.Time.Testing;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.RawMessages;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public class DelayTests : FakeServerTest
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Each_message_waits_on_the_servers_clock()
    {
        Server.Script = CallScript.Answering().DelayEachMessage(Delay);
        using var stream = Client.Open();
        await stream.SendAsync(Config("c"));
        await stream.SendAsync(AudioOf(Agent, 1));
        var call = await Server.WaitForCallStartAsync("c").Guarded();
        var first = stream.ReadAsync();

        _time.Advance(Delay - TimeSpan.FromTicks(1));
        Assert.Equal((1L, 0L), (call.MessageCount, call.AnsweredCount));
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal("1", (await first)!.SequenceId);
        await call.WaitForMessagesAsync(2).Guarded();
        _time.Advance(Delay);
        Assert.Equal("2", (await stream.ReadAsync())!.SequenceId);
        await stream.CompleteAsync();
        Assert.Equal(2 * Delay, call.EndedAt - call.StartedAt);
    }

    [Fact]
    public async Task A_unary_answer_waits_on_the_servers_clock()
    {
        Server.ScriptNextUnary(UnaryScript.Answering().DelayAnswer(Delay));
        var answer = Client.ProcessAsync(
            new ProcessSessionEventRequest { Profile = "p", SessionEvent = new SessionEvent() });
        await Server.WaitForUnaryEventAsync(_ => true).Guarded();
        Assert.False(answer.IsCompleted);

        _time.Advance(Delay);

        await answer.Guarded();
    }

    protected override FakeVoiceCallSessionServerOptions Options() => new() { TimeProvider = _time };
}
