using System.Net;
using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>HTTP/2's ways to say no: to a stream, to a connection, before the server has read anything and in the middle.</summary>
public sealed class RefusedStreamTests
{
    public static TheoryData<VoiceCallSessionTransport, Http2ErrorCode, int> Resets()
    {
        var data = new TheoryData<VoiceCallSessionTransport, Http2ErrorCode, int>();
        foreach (var transport in Transports.Both)
        {
            foreach (var code in (Http2ErrorCode[])[Http2ErrorCode.RefusedStream, Http2ErrorCode.EnhanceYourCalm, Http2ErrorCode.Cancel,
                Http2ErrorCode.InternalError])
            {
                data.Add(transport, code, 0);
                data.Add(transport, code, 6);
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(Resets))]
    public async Task N13_A_stream_that_is_reset_is_opened_again_whatever_the_code(
        VoiceCallSessionTransport transport, Http2ErrorCode code, int afterMessages)
    {
        await using var rig = await NetworkRig.StartAsync(transport);
        rig.Server.ScriptNext(CallScript.Answering().ResetAfter(afterMessages, code), times: 2);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 10);

        var report = await session.EndWholeAsync(rig.Server, 11);
        Assert.Equal("OK", report.Attempts[^1].Status);
        if (code == Http2ErrorCode.RefusedStream && afterMessages == 0)
        {
            // Nothing was processed: the stream is opened anew within the attempt. HttpClient's own further tries may reach the server,
            // too, and are reset by the client.
            Assert.Equal("OK", Assert.Single(report.Attempts).Status);
            return;
        }

        // An opening that was reset is tried over another connection, unless the server is merely busy; a stream that worked is opened
        // again on the connection that it had.
        Assert.Equal(afterMessages == 0 && code != Http2ErrorCode.EnhanceYourCalm ? 3 : 1, rig.Proxy.ConnectionCount);
        Assert.Equal(3, rig.Server.Calls.Count);
        var status = code == Http2ErrorCode.EnhanceYourCalm ? "RESOURCE_EXHAUSTED" : "UNAVAILABLE";
        Assert.Equal([status, status, "OK"], report.Attempts.Select(a => a.Status));
        Assert.Equal(afterMessages == 0 ? AttemptCause.Open : AttemptCause.Reconnect, report.Attempts[1].Cause);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N13_Audio_that_was_written_to_a_stream_that_is_refused_is_sent_again_whatever_is_known_of_the_server(
        VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport, o => o.OpenConfirmationTimeout = TimeSpan.Zero);
        rig.Server.ScriptNext(CallScript.Answering().NeverAnswer().ResetAfter(3, Http2ErrorCode.RefusedStream));
        await using var session = await rig.OpenAsync();
        await session.SendChunksAsync(0, 2);
        await session.WaitUntilAcknowledgedAsync();

        var report = await session.EndWholeAsync(rig.Server, 2);
        Assert.Equal(2 * Conversations.ChunkBytes, report.Participants[0].ReplayedBytes);
    }

    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, 0x0)]
    [InlineData(VoiceCallSessionTransport.Grpc, 0xB)]
    [InlineData(VoiceCallSessionTransport.Rest, 0x0)]
    [InlineData(VoiceCallSessionTransport.Rest, 0xB)]
    public async Task N12_A_GOAWAY_that_takes_no_stream_any_more_sends_the_call_to_another_connection(
        VoiceCallSessionTransport transport, byte errorCode)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var goingAway = GoAwayAsync(listener, errorCode);
        await using var rig = await NetworkRig.StartAsync(transport);
        rig.Connector.Target = number => number == 1 ? new Uri($"http://{listener.LocalEndpoint}") : rig.Proxy.Endpoint;
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();

        var report = await session.EndWholeAsync(rig.Server, 1);
        // Nothing was processed: it is opened anew within the attempt.
        Assert.Equal("OK", Assert.Single(report.Attempts).Status);
        Assert.Equal(2, rig.Connector.Attempts);
        await goingAway.WaitAsync(CallRig.Watchdog);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N12_A_server_that_is_stopped_and_started_again_is_not_noticed(VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();

        // GOAWAY first, then, since the call does not end, by force.
        using var force = new CancellationTokenSource();
        var stopping = rig.Server.StopAsync(abort: false, force.Token);
        await session.SendChunksAsync(1, 10);
        await session.WaitUntilAcknowledgedAsync();
        await force.CancelAsync();
        await stopping.WaitAsync(CallRig.Watchdog);
        await session.SendChunksAsync(11, 10);
        await rig.Server.RestartAsync().WaitAsync(CallRig.Watchdog);
        await session.WaitUntilAcknowledgedAsync();

        var report = await session.EndWholeAsync(rig.Server, 21);
        Assert.Equal("OK", report.Attempts[^1].Status);
        Assert.Contains(report.Attempts, a => a.Cause == AttemptCause.Reconnect);
    }

    /// <summary>Waits for a request and answers GOAWAY: the last stream that was taken is number 0.</summary>
    private static async Task GoAwayAsync(TcpListener listener, byte errorCode)
    {
        const byte GoAway = 7;
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        await stream.ReadExactlyAsync(new byte[24]);
        await stream.WriteAsync(new Http2Frame(Http2Frame.Settings, 0, 0, []).ToBytes());
        while ((await Http2Frame.ReadAsync(stream)).Type != Http2Frame.Headers)
        {
        }

        await stream.WriteAsync(new Http2Frame(GoAway, 0, 0, [0, 0, 0, 0, 0, 0, 0, errorCode]).ToBytes());
        try
        {
            await stream.CopyToAsync(Stream.Null);
        }
        catch (IOException)
        {
            // The client has reset a connection that it has no use for.
        }
    }
}
