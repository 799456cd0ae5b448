using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>Whole calls and single events of the SDK's client, against a raw server without faults.</summary>
public sealed class MainJobTests
{
    [Theory, ClassData(typeof(Transports))]
    public Task A_call_arrives_byte_exact(VoiceCallSessionTransport transport) => CallAsync(transport, new RawHttp2ServerOptions());

    [Theory, ClassData(typeof(Transports))]
    public Task A_call_over_TLS_arrives_byte_exact(VoiceCallSessionTransport transport) =>
        CallAsync(transport, new RawHttp2ServerOptions { UseTls = true });

    [Theory, ClassData(typeof(Transports))]
    public Task A_call_arrives_byte_exact_when_answers_are_compressed_and_padded_beyond_the_windows(VoiceCallSessionTransport transport) =>
        CallAsync(transport, new RawHttp2ServerOptions { Streams = Http2StreamPlan.Answering().CompressAnswers().PadAnswers(100_000) });

    [Theory, ClassData(typeof(Transports))]
    public Task A_call_arrives_byte_exact_through_a_small_window(VoiceCallSessionTransport transport)
    {
        var settings = new Http2Settings { InitialWindowSize = 1_000, HeaderTableSize = 0 };
        return CallAsync(transport, new RawHttp2ServerOptions { Connections = Http2ConnectionPlan.Serving().WithSettings(settings) });
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_single_event_is_recorded_and_answered(VoiceCallSessionTransport transport)
    {
        await using var server = await RawHttp2Server.StartAsync();
        await using var client = RawServerCalls.Client(server, transport);

        await client.ProcessSessionEventAsync("profile-1", SessionEventBuilder.CallStarted("call-1").Build()).Guarded();

        var stream = Assert.Single(server.Streams);
        Assert.Equal(SessionEvent.Types.EventType.CallStarted, Assert.Single(stream.Messages).SessionEvent?.EventType);
        Assert.Equal(1, stream.AnsweredCount);
        Assert.Equal(RawHttp2StreamEnding.EndedByServer, stream.Ending);
        Assert.Empty(server.ProtocolErrors);
    }

    private static async Task CallAsync(VoiceCallSessionTransport transport, RawHttp2ServerOptions options)
    {
        await using var server = await RawHttp2Server.StartAsync(options);
        await using var client = RawServerCalls.Client(server, transport);
        var (agent, visitor) = (CallRig.Ramp(16_000), CallRig.Ramp(16_000, start: 100));

        var report = await RawServerCalls.CallAsync(client, agent, visitor);

        Assert.Equal(CallOutcome.Completed, report.Outcome);
        Assert.True(report.NothingLost, report.ToJson());
        Assert.Empty(server.ProtocolErrors);
        var stream = Assert.Single(server.Streams);
        Assert.Equal(agent, stream.AudioOf(CallRig.Agent));
        Assert.Equal(visitor, stream.AudioOf(CallRig.Visitor));
        Assert.Equal(agent.Length + visitor.Length, stream.AudioBytes);
        Assert.Equal(stream.MessageCount, stream.AnsweredCount);
        Assert.Equal(Enumerable.Range(1, (int)stream.MessageCount).Select(id => $"{id}"), stream.SequenceIds);
        Assert.Equal(transport == VoiceCallSessionTransport.Grpc ? CallTransport.Grpc : CallTransport.Rest, stream.Transport);
        Assert.True(stream.ClientHalfClosed);
        Assert.Equal(RawHttp2StreamEnding.EndedByServer, stream.Ending);
    }
}
