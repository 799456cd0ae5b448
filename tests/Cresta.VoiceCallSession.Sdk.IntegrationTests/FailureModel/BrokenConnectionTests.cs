using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Connections that break at every kind of byte: another takes over, and nothing is missing.</summary>
public sealed class BrokenConnectionTests
{
    private const int Chunks = 30;

    /// <summary>
    /// Within the preface, SETTINGS, HEADERS, the configuration, messages; within the server's SETTINGS, its head, an answer, and behind
    /// some.
    /// </summary>
    public static TheoryData<VoiceCallSessionTransport, FaultDirection, int> Bytes()
    {
        var data = new TheoryData<VoiceCallSessionTransport, FaultDirection, int>();
        foreach (var transport in Transports.Both)
        {
            foreach (var bytes in (int[])[0, 10, 24, 30, 100, 300, 1000, 5000, 20_000])
            {
                data.Add(transport, FaultDirection.ToServer, bytes);
            }

            foreach (var bytes in (int[])[0, 5, 30, 80, 150, 300, 1000])
            {
                data.Add(transport, FaultDirection.ToClient, bytes);
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(Bytes))]
    public Task N7_A_reset_after_any_number_of_bytes_costs_an_attempt_and_nothing_else(
        VoiceCallSessionTransport transport, FaultDirection direction, int bytes) =>
        CallAsync(transport, Toxic.ResetAfter(bytes).In(direction), useTls: false);

    [Theory, MemberData(nameof(Bytes))]
    public Task N11_Data_that_end_after_any_number_of_bytes_cost_an_attempt_and_nothing_else(
        VoiceCallSessionTransport transport, FaultDirection direction, int bytes) =>
        CallAsync(transport, Toxic.LimitTo(bytes).In(direction), useTls: false);

    [Theory, MemberData(nameof(Bytes))]
    public Task N7_A_reset_of_TLS_after_any_number_of_bytes_is_no_bad_certificate(
        VoiceCallSessionTransport transport, FaultDirection direction, int bytes) =>
        CallAsync(transport, Toxic.ResetAfter(bytes).In(direction), useTls: true);

    [Theory, MemberData(nameof(Bytes))]
    public Task N11_TLS_that_ends_after_any_number_of_bytes_is_no_bad_certificate(
        VoiceCallSessionTransport transport, FaultDirection direction, int bytes) =>
        CallAsync(transport, Toxic.LimitTo(bytes).In(direction), useTls: true);

    [Theory, ClassData(typeof(Transports))]
    public async Task N11_An_answer_that_is_cut_inside_is_not_given_to_the_reader(VoiceCallSessionTransport transport)
    {
        var name = $"profiles/p/conversations/{new string('c', 3000)}";
        await using var rig = await NetworkRig.StartAsync(
            transport, o => o.Reconnect.Replay = ReplayPolicy.Unacknowledged,
                o => o.Script = CallScript.Answering().WithConversationName(name));

        // The third answer ends in its middle.
        rig.Proxy.AddToNext(Toxic.LimitTo(8000).In(FaultDirection.ToClient));
        await using var session = await rig.OpenAsync();
        var reading = session.ReadAllAsync().ToListAsync().AsTask();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 5);

        var report = await session.EndWholeAsync(rig.Server, 6);
        Assert.Equal(["UNAVAILABLE", "OK"], report.Attempts.Select(a => a.Status));
        Assert.All(await reading.WaitAsync(CallRig.Watchdog), answer => Assert.Equal(
            (name, (int)StatusCode.OK), (answer.ConversationName, answer.SessionStatus.Code)));
    }

    /// <summary>The first connection of the call breaks, and then the one that is to take over does so too.</summary>
    private static async Task CallAsync(VoiceCallSessionTransport transport, Toxic breaks, bool useTls)
    {
        await using var rig = await NetworkRig.StartAsync(
            transport, o => o.Reconnect.Replay = ReplayPolicy.Unacknowledged, o => o.UseTls = useTls);
        rig.Proxy.AddToNext(breaks);
        rig.Proxy.AddToNext();
        rig.Proxy.AddToNext(breaks);
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await session.SendChunksAsync(0, Chunks);
        await session.WaitUntilAcknowledgedAsync();
        rig.Proxy.CutAll();
        await session.SendChunksAsync(Chunks, Chunks);
        await session.WaitUntilAcknowledgedAsync();

        var report = await session.EndWholeAsync(rig.Server, 2 * Chunks);
        Assert.InRange(report.Attempts.Count, 4, 8);
        Assert.All(report.Attempts.SkipLast(1), a => Assert.Equal("UNAVAILABLE", a.Status));
    }
}
