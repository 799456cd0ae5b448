using Cresta.VoiceCallSession.Sdk.Testing;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>A RetryInfo of a faulty server, as both transports carry it.</summary>
/// <param name="Name">What is odd about it.</param>
/// <param name="Seconds">Of its delay.</param>
/// <param name="Nanos">Of its delay.</param>
/// <param name="Json">The detail's delay as JSON.</param>
public sealed record OddRetryInfo(string Name, long Seconds, int Nanos, string Json)
{
    public const string Text = "the server restarts";

    private const string TypeUrl = "type.googleapis.com/google.rpc.RetryInfo";

    public static OddRetryInfo[] All { get; } =
    [
        new("nanos of more than a second", 0, 1_500_000_000, "\"0.1500000000s\""),
        new("negative nanos of more than a second", 0, -1_000_000_000, "\"-0.1000000000s\""),
        new("signs that differ", 1, -1, "\"--1s\""),
        new("signs that differ the other way", -1, 1, "\"1.-1s\""),
        new("negative", -5, -1, "\"-5.000000001s\""),
        new("more than ten thousand years", 400_000_000_000, 0, "\"400000000000s\""),
        new("the longest number", long.MaxValue, int.MaxValue, "\"9223372036854775807.999999999s\""),
        new("the least number", long.MinValue, int.MinValue, "\"-9223372036854775808s\""),
        new("no duration", 0, 0, "17"),
        new("null", 0, 0, "null"),
        new("an object", 0, 0, "{\"seconds\":\"x\",\"nanos\":[]}"),
    ];

    public override string ToString() => Name;

    /// <summary>Ends a stream with UNAVAILABLE and this detail.</summary>
    public Http2Action EndingOn(VoiceCallSessionTransport transport)
    {
        if (transport == VoiceCallSessionTransport.Rest)
        {
            var detail = $$"""{"@type":"{{TypeUrl}}","retryDelay":{{Json}}}""";
            return Http2Action.Send($$$"""{"error":{"code":14,"message":"{{{Text}}}","details":[{{{detail}}}]}}""" + "\n");
        }

        var delay = new Duration { Seconds = Seconds, Nanos = Nanos };
        var value = (Seconds, Nanos) == (0, 0) ? ByteString.CopyFrom(0x0A, 0xFF) : new RetryInfo { RetryDelay = delay }.ToByteString();
        var status = new Status
        {
            Code = (int)Code.Unavailable,
            Message = Text,
            Details = { new Any { TypeUrl = TypeUrl, Value = value } }
        };
        return Http2Action.Trailers(("grpc-status", "14"), ("grpc-message", Text),
            ("grpc-status-details-bin", Convert.ToBase64String(status.ToByteArray()).TrimEnd('=')));
    }
}
