using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using EventType = Cresta.VoiceCallSession.V1.AudioEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

public sealed class PauseTests
{
    [Fact]
    public void Without_a_duration_there_is_none()
    {
        Assert.Equal(new AudioEvent { EventType = EventType.Pause }, StreamCallSessionAudioRequest.ForPause().AudioEvent);
        Assert.Equal(new AudioEvent { EventType = EventType.Resume }, StreamCallSessionAudioRequest.ForResume().AudioEvent);
        Assert.Null(AudioEvent.Pause().PauseDuration);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "0.000000100s")]
    [InlineData(9_999_999, "0.999999900s")]
    [InlineData(10_000_000, "1s")]
    [InlineData(15_000_000, "1.500s")]
    [InlineData(3_155_760_000_000_000_000, "315576000000s")]
    public void A_duration_is_kept_to_100_ns(long ticks, string expected)
    {
        var duration = TimeSpan.FromTicks(ticks);
        AudioEvent[] events =
        [
            StreamCallSessionAudioRequest.ForPause(duration).AudioEvent,
            StreamCallSessionAudioRequest.ForResume(duration).AudioEvent,
        ];

        Assert.Equal([EventType.Pause, EventType.Resume], events.Select(e => e.EventType));
        foreach (var audioEvent in events)
        {
            var received = AudioEvent.Parser.ParseFrom(audioEvent.ToByteArray()).PauseDuration;
            Assert.Equal(duration, received.ToTimeSpan());
            Assert.Equal(expected, received.ToString().Trim('"'));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-10_000_000)]
    [InlineData(long.MinValue)]
    [InlineData(3_155_760_010_000_000_000)]
    [InlineData(long.MaxValue)]
    public void A_duration_out_of_range_is_refused(long ticks)
    {
        var duration = TimeSpan.FromTicks(ticks);
        Func<object>[] factories =
        [
            () => StreamCallSessionAudioRequest.ForPause(duration),
            () => StreamCallSessionAudioRequest.ForResume(duration),
            () => AudioEvent.Pause(duration),
            () => AudioEvent.Resume(duration),
        ];
        Assert.All(factories, factory =>
        {
            var exception = Assert.Throws<MessageValidationException>("pauseDuration", factory);
            Assert.StartsWith("pauseDuration is ", Assert.Single(exception.Faults), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_pause_made_by_hand_is_held_to_the_same()
    {
        var made = new AudioEvent { PauseDuration = new Duration { Seconds = -1, Nanos = -5 } };
        var exception = Assert.Throws<MessageValidationException>("e", () => MessageRules.ThrowIfInvalid(made, "e"));
        Assert.Equal(
            [
                "eventType is unspecified: give the audio event type, by name or by number.",
                "pauseDuration is -1 s and -5 ns: give a duration that is not negative and at most 315576000000 s.",
            ],
            exception.Faults);
    }
}
