using Cresta.VoiceCallSession.V1;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.RawMessages;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public sealed class WaitTests : FakeServerTest
{
    [Fact]
    public async Task Waiting_completes_when_the_stream_ends_and_not_before()
    {
        var wait = Server.WaitForCallAsync("c");
        using var stream = await Client.OpenAnsweredAsync("c");
        using (var other = await Client.OpenAnsweredAsync("other"))
        {
            await other.CompleteAsync();
        }

        Assert.False(wait.IsCompleted);
        await stream.CompleteAsync();

        Assert.Equal("c", (await wait.Guarded()).PlatformCallId);
        Assert.Same(await wait, await Server.WaitForCallAsync(call => call.PlatformCallId == "c").Guarded());
    }

    [Fact]
    public async Task Ended_calls_can_be_counted_and_enumerated()
    {
        var three = Server.WaitForCallsAsync(3);
        for (var i = 0; i < 3; i++)
        {
            Assert.False(three.IsCompleted);
            using var stream = await Client.OpenAnsweredAsync($"c{i}");
            await stream.CompleteAsync();
        }

        Assert.Equal(["c0", "c1", "c2"], (await three.Guarded()).Select(call => call.PlatformCallId));
        Assert.Empty(await Server.WaitForCallsAsync(0).Guarded());
        var seen = new List<string>();
        await foreach (var call in Server.ReadEndedCallsAsync())
        {
            seen.Add(call.PlatformCallId);
            if (seen.Count == 3)
            {
                break;
            }
        }

        Assert.Equal(["c0", "c1", "c2"], seen);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_ends_when_the_server_is_disposed_of()
    {
        using var cancellation = new CancellationTokenSource();
        var cancelled = Server.WaitForCallAsync("never", cancellation.Token);
        var disposed = Server.WaitForCallAsync("never");
        var unary = Server.WaitForUnaryEventAsync(_ => true);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Guarded());
        await Server.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => disposed.Guarded());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => unary.Guarded());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Server.WaitForCallAsync("never").Guarded());
    }

    [Fact]
    public async Task A_predicate_that_throws_fails_its_own_wait_only()
    {
        var failing = Server.WaitForCallAsync(_ => throw new InvalidOperationException("mine"));
        using var stream = await Client.OpenAnsweredAsync("c");
        await stream.CompleteAsync();

        await Server.WaitForCallAsync("c").Guarded();
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing.Guarded());
    }

    [Fact]
    public async Task Unary_events_are_recorded_before_they_are_answered()
    {
        var wait = Server.WaitForUnaryEventAsync(recorded => recorded.SessionEvent?.EventType == SessionEvent.Types.EventType.CallEnded);
        foreach (var type in new[] { SessionEvent.Types.EventType.CallStarted, SessionEvent.Types.EventType.CallEnded })
        {
            await Client.ProcessAsync(new ProcessSessionEventRequest { Profile = "p", SessionEvent = Event(type) }).Guarded();
        }

        Assert.Same(Server.UnaryEvents[1], await wait.Guarded());
    }
}
