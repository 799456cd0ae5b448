using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.RawMessages;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public class ConversationTests : FakeServerTest
{
    [Theory]
    [InlineData(CallMethod.StreamCallSession)]
    [InlineData(CallMethod.StreamCallSessionAudio)]
    public async Task Every_sequence_id_is_answered_with_ok_and_the_conversation_name(CallMethod method)
    {
        using var stream = Client.Open(method);
        await stream.SendAsync(Config("c"));
        await stream.SendAsync(AudioOf(Agent, 1, 2, 3));
        await stream.SendAsync(method == CallMethod.StreamCallSession
            ? Event(SessionEvent.Types.EventType.CallStarted)
            : Event(AudioEvent.Types.EventType.Pause));

        var answers = await stream.CompleteAsync();

        Assert.Equal(["1", "2", "3"], answers.Select(answer => answer.SequenceId));
        Assert.All(answers, answer => Assert.Equal((StatusCode.OK, "profiles/p1/conversations/1"), (answer.Code, answer.ConversationName)));
        var call = await Server.WaitForCallAsync("c").Guarded();
        Assert.Equal((method, CallEnding.ClientCompleted, true, 3L, 3L),
            (call.Method, call.Ending, call.ClientHalfClosed, call.MessageCount, call.AnsweredCount));
        call.ShouldHaveEndedWith(StatusCode.OK).ShouldHaveSequenceIdsInOrder().ShouldHaveReceivedAudio(Agent, [1, 2, 3]);
    }

    [Fact]
    public async Task A_message_without_a_sequence_id_is_recorded_and_not_answered()
    {
        using var stream = Client.Open();
        await stream.SendAsync(Config("c"), sequenceId: null);
        await stream.SendAsync(AudioOf(Agent, 1), sequenceId: null);

        Assert.Empty(await stream.CompleteAsync());

        var call = await Server.WaitForCallAsync("c").Guarded();
        Assert.Equal((2L, 0L, 1L), (call.MessageCount, call.SequenceIdCount, call.TotalAudioBytes));
        Assert.Equal("profiles/p1/conversations/1", call.ConversationName);
    }

    [Fact]
    public async Task Streams_of_one_call_share_the_conversation_and_calls_without_an_id_do_not()
    {
        var names = new List<string>();
        foreach (var callId in new[] { "a", "b", "a", "", "" })
        {
            using var stream = Client.Open();
            await stream.SendAsync(Config(callId));
            names.Add((await stream.CompleteAsync()).Single().ConversationName);
        }

        Assert.Equal(names[0], names[2]);
        Assert.Equal(4, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(2, Server.CallsOf("a").Count);
        Assert.Equal(5, Server.Calls.Count);
    }

    [Fact]
    public async Task A_client_that_cancels_has_broken_off()
    {
        using var stream = await Client.OpenAnsweredAsync("c");
        stream.Dispose();

        var call = await Server.WaitForCallAsync("c").Guarded();

        Assert.Equal((CallEnding.ClientBrokeOff, false), (call.Ending, call.ClientHalfClosed));
        Assert.Null(call.Status);
    }

    [Fact]
    public async Task Unknown_enum_values_and_empty_audio_are_taken()
    {
        using var stream = Client.Open();
        var configuration = Config("c");
        configuration.ChannelType = (ChannelType)77;
        configuration.AudioMetadata.Encoding = (AudioEncoding)88;
        await stream.SendAsync(configuration);
        await stream.SendAsync(Event((SessionEvent.Types.EventType)99));
        await stream.SendAsync(new AudioContent());
        await stream.CompleteAsync();

        var call = await Server.WaitForCallAsync("c").Guarded();

        Assert.Equal((ChannelType)77, call.Configuration!.ChannelType);
        call.ShouldHaveEvents((SessionEvent.Types.EventType)99).ShouldHaveReceivedAudio(new Participant(), []);
    }
}
