using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Packets vanish, and nobody says so.</summary>
public sealed class SilentNetworkTests
{
    /// <summary>Enough passes for the call to begin, and not for the second that follows.</summary>
    private static Toxic DeadSoon => Toxic.BlackHole(5000).In(FaultDirection.ToServer);

    [Theory, ClassData(typeof(Transports))]
    public async Task N8_A_connection_that_has_gone_dead_is_found_out_by_pings_and_the_call_goes_on(VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(
            transport, o => o.Http.KeepAlivePingDelay = o.Http.KeepAlivePingTimeout = TimeSpan.FromSeconds(1));
        var report = await CallOverDeadConnectionAsync(rig);
        Assert.Equal(["UNAVAILABLE", "OK"], report.Attempts.Select(a => a.Status));
        Assert.Contains("ping", report.Attempts[0].Reason, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N8_Streams_that_are_given_up_on_a_dead_connection_do_not_end_the_call_before_pings_find_it_out(
        VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport, o =>
        {
            o.Http.KeepAlivePingDelay = o.Http.KeepAlivePingTimeout = TimeSpan.FromSeconds(1);
            o.Reconnect.AcknowledgementTimeout = TimeSpan.FromMilliseconds(300);
        });
        var report = await CallOverDeadConnectionAsync(rig);
        Assert.Contains("had been acknowledging", report.Attempts[0].Reason, StringComparison.Ordinal);
        Assert.All(report.Attempts.SkipLast(1), a => Assert.Equal("UNAVAILABLE", a.Status));
    }

    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, CallTransport.Grpc)]
    [InlineData(VoiceCallSessionTransport.Rest, CallTransport.Rest)]
    [InlineData(VoiceCallSessionTransport.Auto, CallTransport.Grpc)]
    public async Task N8_Nothing_is_taken_for_an_endpoint_without_HTTP_2_or_gRPC_because_it_has_never_said_a_word(
        VoiceCallSessionTransport transport, CallTransport expected)
    {
        await using var rig = await NetworkRig.StartAsync(
            transport,
            o =>
            {
                o.Http.KeepAlivePingDelay = o.Http.KeepAlivePingTimeout = TimeSpan.FromSeconds(1);
                o.OpenConfirmationTimeout = TimeSpan.FromMilliseconds(500);
            },
            o => o.Script = CallScript.Answering().NeverAnswer().NotAnsweringConfiguration());
        rig.Proxy.AddToNext(Toxic.BlackHole().In(FaultDirection.ToClient));
        await using var session = await rig.OpenAsync();
        await session.SendChunksAsync(0, 10);

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal(["UNAVAILABLE", "OK"], report.Attempts.Select(a => a.Status));
        Assert.Equal(expected, rig.Server.CallsOf("call-1")[^1].Transport);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N8_An_opening_that_meets_a_connection_that_has_gone_dead_is_tried_again(VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport, o =>
        {
            o.Http.KeepAlivePingDelay = o.Http.KeepAlivePingTimeout = TimeSpan.FromSeconds(1);
            o.OpenConfirmationTimeout = CallRig.Watchdog;
        });
        rig.Proxy.AddToNext(DeadSoon);
        await using var first = await rig.OpenAsync();
        await first.BeginAsync();
        await first.SendChunksAsync(1, 10);
        await rig.Proxy.ToServer.WaitForSwallowedAsync(1).WaitAsync(CallRig.Watchdog);

        await using var second = await rig.OpenAsync("call-2");
        await second.BeginAsync("call-2");
        var report = await second.EndWholeAsync(rig.Server, 1, "call-2");
        Assert.Equal(["UNAVAILABLE", "OK"], report.Attempts.Select(a => a.Status));
        Assert.Contains("ping", report.Attempts[0].Reason, StringComparison.Ordinal);
        await first.WaitUntilAcknowledgedAsync();
    }

    /// <summary>A call whose connection goes dead soon, and that is heard again over another.</summary>
    private static async Task<CallReport> CallOverDeadConnectionAsync(NetworkRig rig)
    {
        rig.Proxy.AddToNext(DeadSoon);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 10);
        await rig.Proxy.ToServer.WaitForSwallowedAsync(1).WaitAsync(CallRig.Watchdog);

        await session.WaitUntilAcknowledgedAsync();
        rig.Proxy.Cut(0);
        return await session.EndWholeAsync(rig.Server, 11);
    }
}
