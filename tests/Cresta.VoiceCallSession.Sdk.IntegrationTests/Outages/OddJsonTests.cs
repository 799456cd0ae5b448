using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>JSON that is well-formed and holds text that is none: half of a surrogate pair, in names and in values.</summary>
public sealed class OddJsonTests
{
    [Theory]
    [InlineData("""{"result":{"sequenceId":"2","sessionStatus":{}},"\ud83d_debug":1}""")]
    [InlineData("""{"\udc00":{}}""")]
    [InlineData("""{"\ud83d":1,"result":{"sequenceId":"2"},"\udc00":[]}""")]
    [InlineData("""{"result":{"sequenceId":"2","\ud83d_debug":1}}""")]
    [InlineData("""{"result":{"sequenceId":"2","\ud83d":{"\udc00":[{"\ud83d":"\udc00"}]}}}""")]
    [InlineData("""{"result":{"sequenceId":"2","conversationName":"\ud83d"}}""")]
    [InlineData("""{"result":{"sequenceId":"\udc00\ud83d"}}""")]
    [InlineData("""{"result":{"sequenceId":"2","sessionStatus":{"code":3,"message":"\ud83d","\udc00":0}}}""")]
    public async Task A_line_with_half_of_a_surrogate_pair_does_not_end_the_stream(string line)
    {
        await using var rig = await RawRig.StartAsync(VoiceCallSessionTransport.Rest);
        rig.Server.Script(Http2StreamPlan.Answering().AfterMessages(4, Http2Action.Send(line + "\n")));
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 5);
        Assert.Single((await rig.EndWholeAsync(session, 6)).Attempts);
    }

    [Theory]
    [InlineData("""{"error":{"code":14,"message":"\ud83d","status":"UNAVAILABLE"}}""")]
    [InlineData("""{"error":{"code":14,"message":"restart","details":[{"\udc00":"\ud83d"},{"@type":"\ud83d"}]}}""")]
    [InlineData("""{"\ud83d":1,"error":{"code":14,"message":"restart","\udc00":1}}""")]
    public async Task An_error_with_half_of_a_surrogate_pair_keeps_its_status(string line)
    {
        await using var rig = await RawRig.StartAsync(VoiceCallSessionTransport.Rest);
        rig.Server.Script(Http2StreamPlan.Answering().AfterMessages(4, Http2Action.Send(line + "\n")), Http2StreamPlan.Answering());
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 5);
        Assert.Equal(["UNAVAILABLE", "OK"], (await rig.EndWholeAsync(session, 6)).Attempts.Select(a => a.Status));
    }

    [Theory]
    [InlineData("""{"code":14,"message":"\ud83d","\udc00":1}""")]
    [InlineData("""{"error":{"code":14,"message":"x","\ud83d":"\udc00"}}""")]
    public async Task A_body_with_half_of_a_surrogate_pair_in_the_place_of_a_stream_is_an_outage(string body)
    {
        await using var rig = await RawRig.StartAsync(VoiceCallSessionTransport.Rest);
        rig.Server.Script(
            Http2StreamPlan.Answering().AfterMessages(6, Http2Action.Reset(Http2ErrorCode.InternalError)),
            Http2StreamPlan.Page(503, "application/json", body),
            Http2StreamPlan.Answering());
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 5);
        Assert.Equal(["UNAVAILABLE", "UNAVAILABLE", "OK"], (await rig.EndWholeAsync(session, 6)).Attempts.Select(a => a.Status));
    }
}
