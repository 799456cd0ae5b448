using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

public sealed class PlatformTimeTests
{
    public static TheoryData<DateTimeOffset, string> Times => new()
    {
        { new(2019, 8, 24, 14, 15, 22, TimeSpan.Zero), "2019-08-24T14:15:22Z" },
        { new(2019, 8, 24, 14, 15, 22, TimeSpan.FromHours(2)), "2019-08-24T12:15:22Z" },
        { new(2019, 1, 1, 0, 15, 0, TimeSpan.FromMinutes(345)), "2018-12-31T18:30:00Z" },
        { new(2019, 12, 31, 23, 0, 0, TimeSpan.FromHours(-14)), "2020-01-01T13:00:00Z" },
        { DateTimeOffset.UnixEpoch.AddTicks(1), "1970-01-01T00:00:00.000000100Z" },
        { DateTimeOffset.UnixEpoch.AddTicks(-1), "1969-12-31T23:59:59.999999900Z" },
        { DateTimeOffset.UnixEpoch.AddTicks(1_234_567), "1970-01-01T00:00:00.123456700Z" },
        { DateTimeOffset.MinValue, "0001-01-01T00:00:00Z" },
        { DateTimeOffset.MaxValue, "9999-12-31T23:59:59.999999900Z" },
    };

    [Theory]
    [MemberData(nameof(Times))]
    public void I9_The_time_is_sent_as_UTC_and_kept_to_100_ns(DateTimeOffset time, string expected)
    {
        var bytes = SessionEventBuilder.CallStarted("call-42").WithPlatformTime(time).Build().ToByteArray();
        var received = SessionEvent.Parser.ParseFrom(bytes).PlatformTime;

        Assert.Equal(expected, received.ToString().Trim('"'));
        Assert.Equal(time.UtcTicks, received.ToDateTimeOffset().Ticks);
    }

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    [InlineData(DateTimeKind.Utc)]
    public void I9_A_DateTime_of_any_kind_is_the_same_instant(DateTimeKind kind)
    {
        var time = new DateTimeOffset(new DateTime(2024, 7, 1, 12, 0, 0, kind).AddTicks(7));
        var built = SessionEventBuilder.CallStarted("call-42").WithPlatformTime(time).Build();
        Assert.Equal(time.UtcTicks, built.PlatformTime.ToDateTimeOffset().Ticks);
    }

    [Fact]
    public void I9_There_is_no_time_unless_given() => Assert.Null(SessionEventBuilder.CallStarted("call-42").Build().PlatformTime);

    [Theory]
    [InlineData(-62_135_596_801, 0)]
    [InlineData(253_402_300_800, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 1_000_000_000)]
    public void I9_A_time_that_JSON_cannot_write_is_refused(long seconds, int nanos)
    {
        var made = new SessionEvent
        {
            EventType = SessionEvent.Types.EventType.CallEnded,
            PlatformCallId = "call-42",
            PlatformTime = new() { Seconds = seconds, Nanos = nanos },
        };
        var fault = Assert.Single(Assert.Throws<MessageValidationException>(() => MessageRules.ThrowIfInvalid(made, "e")).Faults);
        Assert.Equal(
            $"platformTime is {seconds} s and {nanos} ns of Unix time: give a time of the years 1 to 9999, with 0 to 999999999 ns.", fault);
    }

    [Theory]
    [InlineData(-62_135_596_800, 0)]
    [InlineData(253_402_300_799, 999_999_999)]
    public void A_time_at_the_edge_is_taken(long seconds, int nanos) => MessageRules.ThrowIfInvalid(
        new SessionEvent
        {
            EventType = SessionEvent.Types.EventType.CallEnded,
            PlatformCallId = "call-42",
            PlatformTime = new() { Seconds = seconds, Nanos = nanos },
        },
        "e");
}
