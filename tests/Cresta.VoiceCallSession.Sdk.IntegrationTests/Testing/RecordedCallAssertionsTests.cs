using System.Security.Cryptography;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.RawMessages;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public sealed class RecordedCallAssertionsTests : FakeServerTest
{
    [Fact]
    public async Task Audio_that_differs_is_told_by_its_first_different_byte_lengths_and_hashes()
    {
        var call = await RecordAsync(2);

        var message = MessageOf(() => call.ShouldHaveReceivedAudio(Agent, [1, 2, 9]));
        Assert.Contains("first different at byte 2", message, StringComparison.Ordinal);
        Assert.Contains("StreamCallSession stream of call 'c'", message, StringComparison.Ordinal);
        message = MessageOf(() => call.ShouldHaveReceivedAudio(Participant.Types.Role.Agent, [1, 2, 3, 4]));
        Assert.Contains("3 bytes", message, StringComparison.Ordinal);
        Assert.Contains("expected 4 bytes", message, StringComparison.Ordinal);
        Assert.Contains("the same up to byte 3", message, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData([1, 2, 3])), message, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData([1, 2, 3, 4])), message, StringComparison.Ordinal);
        message = MessageOf(() => call.ShouldHaveReceivedAudio(Visitor, [1]));
        Assert.Contains("no audio", message, StringComparison.Ordinal);
        Assert.Contains("a1", message, StringComparison.Ordinal);
        Assert.Contains("audio of 0 participants", MessageOf(
            () => call.ShouldHaveReceivedAudio(Participant.Types.Role.Visitor, [1])), StringComparison.Ordinal);
        Assert.Same(call, call.ShouldHaveReceivedAudio(Participant.Types.Role.Agent, [1, 2, 3]));
    }

    [Fact]
    public async Task Audio_that_was_not_kept_is_told_by_its_hash()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        using var client = new RawClient(server);
        using var stream = await client.OpenAnsweredAsync("c");
        await stream.SendAsync(AudioOf(Agent, 1, 2));
        await stream.CompleteAsync();
        var call = await server.WaitForCallAsync("c").Guarded();

        call.ShouldHaveReceivedAudio(Agent, [1, 2]);
        Assert.Contains("KeepAudio", MessageOf(() => call.ShouldHaveReceivedAudio(Agent, [1, 3])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_differ_are_listed()
    {
        var call = await RecordAsync(2);

        call.ShouldHaveEvents(SessionEvent.Types.EventType.CallStarted);
        var message = MessageOf(
            () => call.ShouldHaveEvents(SessionEvent.Types.EventType.CallStarted, SessionEvent.Types.EventType.CallEnded));
        Assert.Contains("has the events CallStarted, expected CallStarted, CallEnded", message, StringComparison.Ordinal);
        Assert.Contains("the events none, expected Pause", MessageOf(
            () => call.ShouldHaveAudioEvents(AudioEvent.Types.EventType.Pause)), StringComparison.Ordinal);
        Assert.Throws<CallAssertionException>(() => call.ShouldHaveEvents());
    }

    [Fact]
    public async Task Sequence_ids_that_are_not_in_order_are_listed()
    {
        var call = await RecordAsync(2, 3, 7, 6, 7, 40);
        Assert.Contains("missing 4-5, 8-39; repeated 7; out of order 6", MessageOf(
            () => call.ShouldHaveSequenceIdsInOrder()), StringComparison.Ordinal);

        using var stream = Client.Open();
        await stream.SendAsync(Config("d"), "first");
        await stream.CompleteAsync();
        var text = await Server.WaitForCallAsync("d").Guarded();
        Assert.Contains("not a number first", MessageOf(() => text.ShouldHaveSequenceIdsInOrder()), StringComparison.Ordinal);

        using var without = Client.Open();
        await without.SendAsync(Config("e"), sequenceId: null);
        await without.CompleteAsync();
        var none = await Server.WaitForCallAsync("e").Guarded();
        Assert.Contains("no message with a sequence id", MessageOf(() => none.ShouldHaveSequenceIdsInOrder()), StringComparison.Ordinal);
        Assert.Same(call, call.ShouldHaveEndedWith(StatusCode.OK));
    }

    [Fact]
    public async Task An_end_that_differs_is_told()
    {
        var call = await RecordAsync(2);
        Assert.Contains("the status OK (''), expected Unavailable", MessageOf(
            () => call.ShouldHaveEndedWith(StatusCode.Unavailable)), StringComparison.Ordinal);

        using var stream = await Client.OpenAnsweredAsync("open");
        var open = await Server.WaitForCallStartAsync("open").Guarded();
        Assert.Contains("not ended, expected", MessageOf(() => open.ShouldHaveEndedWith(StatusCode.OK)), StringComparison.Ordinal);
        stream.Dispose();
        await open.WaitForEndAsync().Guarded();
        Assert.Contains(
            "without a status (ClientBrokeOff)", MessageOf(() => open.ShouldHaveEndedWith(StatusCode.OK)), StringComparison.Ordinal);
    }

    private static string MessageOf(Action assertion) => Assert.Throws<CallAssertionException>(assertion).Message;

    private async Task<RecordedCall> RecordAsync(params int[] sequenceIds)
    {
        using var stream = Client.Open();
        await stream.SendAsync(Config("c"));
        await stream.SendAsync(AudioOf(Agent, 1, 2, 3), $"{sequenceIds[0]}");
        foreach (var id in sequenceIds.Skip(1))
        {
            await stream.SendAsync(AudioOf(Agent), $"{id}");
        }

        await stream.SendAsync(Event(SessionEvent.Types.EventType.CallStarted), sequenceId: null);
        await stream.CompleteAsync();
        return await Server.WaitForCallAsync("c").Guarded();
    }
}
