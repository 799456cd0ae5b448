using Cresta.VoiceCallSession.Sdk.Resilience;
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
        Assert.Equal(seconds, ServerDelay.Read(new Google.Rpc.Status(), Trailers(("retry-after", value)), Now, out _)?.TotalSeconds);

    [Fact]
    public void RetryInfo_comes_before_push_back_and_push_back_before_Retry_After()
    {
        var status = new Google.Rpc.Status { Details = { Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) }) } };
        var trailers = Trailers(("retry-after", "3"), ("grpc-retry-pushback-ms", "2000"));
        Assert.Equal(1, ServerDelay.Read(status, trailers, Now, out _)!.Value.TotalSeconds);
        Assert.Equal(2, ServerDelay.Read(new Google.Rpc.Status(), trailers, Now, out _)!.Value.TotalSeconds);
    }

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
