using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>The way to the server: names that do not resolve, ports that refuse, connections that nobody answers.</summary>
public sealed class ConnectTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task N1_A_name_that_resolves_only_later_is_tried_again_at_the_start_and_within_the_call(
        VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport, o => o.Endpoint = new Uri("http://voice.example.invalid"));
        var failures = 2;
        rig.Connector.Before = (_, _) => Interlocked.Decrement(ref failures) >= 0
            ? throw new SocketException((int)SocketError.HostNotFound) : Task.CompletedTask;
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();

        Volatile.Write(ref failures, 5);
        rig.Proxy.CutAll();
        await session.SendChunksAsync(1, 40);

        var report = await session.EndWholeAsync(rig.Server, 41);
        Assert.Equal(2 + 1 + 5 + 1, report.Attempts.Count);
        Assert.All(report.Attempts.Where(a => a.Number is 1 or 2 or (> 3 and < 9)), a => Assert.Equal("UNAVAILABLE", a.Status));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N2_A_port_that_refuses_and_then_accepts_is_not_noticed(VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport);
        rig.Proxy.RefuseConnections();
        rig.Connector.Before = (number, _) =>
        {
            if (number == 3)
            {
                rig.Proxy.AcceptConnections();
            }

            return Task.CompletedTask;
        };
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await session.SendChunksAsync(0, 5);

        var report = await session.EndWholeAsync(rig.Server, 5);
        Assert.Equal(["UNAVAILABLE", "UNAVAILABLE", "OK"], report.Attempts.Select(a => a.Status));
        Assert.Single(rig.Server.CallsOf("call-1")).ShouldHaveEvents(EventType.CallStarted, EventType.CallEnded);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N2_A_server_that_is_away_for_a_while_in_the_middle_is_not_noticed(VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        var before = rig.Connector.Attempts;
        rig.Connector.Before = (number, _) =>
        {
            if (number == before + 10)
            {
                rig.Proxy.AcceptConnections();
            }

            return Task.CompletedTask;
        };

        rig.Proxy.RefuseConnections();
        rig.Proxy.CutAll();
        await session.SendChunksAsync(1, 40);

        var report = await session.EndWholeAsync(rig.Server, 41);
        Assert.Equal(1 + 10, report.Attempts.Count);
        Assert.All(report.Attempts.Skip(1), a => Assert.Equal(AttemptCause.Reconnect, a.Cause));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N3_A_connection_that_nobody_answers_is_given_up_after_its_time_out_and_tried_again(
        VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport, o => o.Http.ConnectTimeout = TimeSpan.FromMilliseconds(100));
        rig.Connector.Before = async (number, cancellationToken) =>
        {
            if (number <= 2)
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            }
        };
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();

        var report = await session.EndWholeAsync(rig.Server, 1);
        Assert.Equal(["UNAVAILABLE", "UNAVAILABLE", "OK"], report.Attempts.Select(a => a.Status));
        Assert.All(report.Attempts.Take(2), a => Assert.Contains("ConnectTimeout", a.Reason, StringComparison.Ordinal));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N3_A_TLS_handshake_that_nobody_answers_is_given_up_after_the_same_time_out(VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(
            transport, o => o.Http.ConnectTimeout = TimeSpan.FromMilliseconds(500), o => o.UseTls = true);
        rig.Proxy.AddToNext(Toxic.BlackHole());
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();

        var report = await session.EndWholeAsync(rig.Server, 1);
        Assert.Equal("OK", report.Attempts[^1].Status);
        Assert.InRange(report.Attempts.Count, 2, 4);
        Assert.Equal("UNAVAILABLE", report.Attempts[0].Status);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N3_Connections_that_nobody_ever_answers_fail_with_the_address(VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport, o => o.Http.ConnectTimeout = TimeSpan.FromMilliseconds(50));
        rig.Connector.Before = (_, cancellationToken) => new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => rig.OpenAsync());
        Assert.Equal((StatusCode.Unavailable, true, 4), (failure.StatusCode, failure.IsTransient, failure.Attempts));
        Assert.Contains(rig.Proxy.Endpoint.Authority, failure.Message, StringComparison.Ordinal);
        Assert.Contains("the port and any firewall", failure.Message, StringComparison.Ordinal);
    }
}
