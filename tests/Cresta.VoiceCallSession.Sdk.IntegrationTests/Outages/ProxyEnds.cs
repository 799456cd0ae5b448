using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>The ends that proxies make of streams, each drawn from a number.</summary>
internal static class ProxyEnds
{
    private static readonly int[] Pages = [403, 404, 408, 421, 425, 429, 460, 500, 502, 503, 504, 520, 530];

    /// <summary>
    /// The plan of one stream. The first plan of a server is one that answers first, so that the endpoint has proved itself.
    /// </summary>
    public static Http2StreamPlan PlanOf(byte number, int index)
    {
        var n = 2 + (number / 4 % 9);
        return (number % 4) switch
        {
            0 => Http2StreamPlan.Answering().AfterMessages(n, Http2Action.Reset((Http2ErrorCode)(number / 4 % 15))),
            1 => Http2StreamPlan.Answering().AfterMessages(n, Http2Action.EndStream()),
            2 when index > 0 => Http2StreamPlan.Page(Pages[number / 4 % Pages.Length], "text/html", "<h1>a proxy</h1>"),
            2 => Http2StreamPlan.Answering().AfterMessages(n, Http2Action.Status(StatusCode.Unavailable, "draining")),
            _ => Http2StreamPlan.Answering().NeverEnd(),
        };
    }
}
