using Cresta.VoiceCallSession.Sdk.Errors;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Tests.Resilience;

public class ServerDelayTests
{
    private static readonly DateTimeOffset Now = new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData("Thu, 29 Feb 2024 12:01:30 GMT", 90)]
    [InlineData("Thursday, 29-Feb-24 12:00:05 GMT", 5)]
    [InlineData("Thu, 29 Feb 2024 11:00:00 GMT", 0)]
    [InlineData("soon", null)]
    [InlineData("-1", null)]
    [InlineData("", null)]
    public void Retry_After_is_seconds_or_a_date(string value, int? seconds) =>
        Assert.Equal(seconds, ServerDelay.Read(new Google.Rpc.Status(), Trailers(("retry-after", value)), Now).Wait?.TotalSeconds);

    [Fact]
    public void RetryInfo_comes_before_push_back_and_push_back_before_Retry_After()
    {
        var delay = new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) };
        var status = new Google.Rpc.Status { Details = { Any.Pack(delay) } };
        var trailers = Trailers(("retry-after", "3"), ("grpc-retry-pushback-ms", "2000"));
        Assert.Equal(1, ServerDelay.Read(status, trailers, Now).Wait!.Value.TotalSeconds);
        Assert.Equal(2, ServerDelay.Read(new Google.Rpc.Status(), trailers, Now).Wait!.Value.TotalSeconds);
    }

    [Theory]
    [InlineData(0L, 1_500_000_000)]
    [InlineData(400_000_000_000L, 0)]
    [InlineData(long.MaxValue, 0)]
    [InlineData(long.MinValue, int.MinValue)]
    [InlineData(1L, -1)]
    [InlineData(-1L, 1)]
    public void A_RetryInfo_that_is_not_normalized_is_ignored(long seconds, int nanos)
    {
        var status = new Google.Rpc.Status
        {
            Details = { Any.Pack(
            new RetryInfo { RetryDelay = new Duration { Seconds = seconds, Nanos = nanos } }) }
        };
        Assert.Equal(new RequestedDelay(null, IsServices: false, ForbidsRetry: false), ServerDelay.Read(status, trailers: null, Now));
    }

    [Fact]
    public void A_RetryInfo_that_cannot_be_parsed_is_ignored_and_the_next_one_counts()
    {
        var broken = new Any
        {
            TypeUrl = "type.googleapis.com/google.rpc.RetryInfo",
            Value = Google.Protobuf.ByteString.CopyFrom(0x0A, 0xFF)
        };
        var status = new Google.Rpc.Status { Details = { broken } };
        Assert.Null(ServerDelay.Read(status, trailers: null, Now).Wait);
        status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = new Duration { Seconds = 2, Nanos = 500_000_000 } }));
        Assert.Equal(new RequestedDelay(
            TimeSpan.FromSeconds(2.5), IsServices: true, ForbidsRetry: false), ServerDelay.Read(status, trailers: null, Now));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    public void A_negative_or_unreadable_push_back_forbids_retries(string value) =>
        Assert.True(ServerDelay.Read(new Google.Rpc.Status(), Trailers(("grpc-retry-pushback-ms", value)), Now).ForbidsRetry);

    private static Metadata Trailers(params (string Key, string Value)[] entries)
    {
        var trailers = new Metadata();
        foreach (var (key, value) in entries)
        {
            trailers.Add(key, value);
        }

        return trailers;
    }
}
