using Cresta.VoiceCallSession.Sdk.Health;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>REST through gateways and proxies of every quality.</summary>
public sealed class GatewayTests
{
    public static TheoryData<string> Quirks { get; } = new(
        [nameof(RestQuirks.CarriageReturns), nameof(RestQuirks.ByteOrderMark), nameof(RestQuirks.BlankLines),
            nameof(RestQuirks.UnknownLines), nameof(RestQuirks.UnknownFields), nameof(RestQuirks.TrailingJunk), "all"]);

    [Theory, MemberData(nameof(Quirks))]
    public async Task S12_Odd_lines_are_read_as_what_they_mean(string quirk)
    {
        var quirks = quirk is "all" ? Enum.GetValues<RestQuirks>().Aggregate((a, b) => a | b) : Enum.Parse<RestQuirks>(quirk);
        await using var rig = await NetworkRig.StartAsync(
            VoiceCallSessionTransport.Rest, configureServer: o => o.Rest = new RestBehavior { Quirks = quirks });
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        Assert.Single((await session.EndWholeAsync(rig.Server, 1)).Attempts);
    }

    [Fact]
    public async Task S12_A_proxy_that_holds_all_answers_back_costs_nothing_but_their_news()
    {
        await using var rig = await NetworkRig.StartAsync(
            VoiceCallSessionTransport.Rest,
            o => o.OpenConfirmationTimeout = TimeSpan.Zero,
            o => o.Rest = new RestBehavior { BuffersAnswers = true });
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await session.SendChunksAsync(0, 10);
        Assert.Equal(CallOutcome.Completed, (await session.EndWholeAsync(rig.Server, 10)).Outcome);
    }

    [Fact]
    public async Task S12_A_proxy_s_page_in_the_place_of_the_stream_is_tried_again_at_the_start_and_within_the_call()
    {
        await using var rig = await NetworkRig.StartAsync(VoiceCallSessionTransport.Rest);
        var page = new RestBehavior { AnswersBadGateway = true };
        rig.Server.RestNext(page, times: 2);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        rig.Server.RestNext(page, times: 3);
        rig.Proxy.CutAll();
        await session.SendChunksAsync(1, 5);
        await session.WaitUntilAcknowledgedAsync();

        var report = await session.EndWholeAsync(rig.Server, 6);
        Assert.Equal(2 + 1 + 3 + 1, report.Attempts.Count);
        Assert.Equal(5, report.Attempts.Count(a => a.Reason.Contains("HTTP 502 with an HTML page", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task S20_A_gateway_that_reads_the_whole_body_first_is_warned_of_once_a_client()
    {
        var time = new FakeTimeProvider();
        using var log = new ScopedLog();
        using var telemetry = new TelemetryRecorder();
        await using var rig = await NetworkRig.StartAsync(
            VoiceCallSessionTransport.Rest,
            o => (o.OpenConfirmationTimeout, o.TimeProvider, o.LoggerFactory) = (TimeSpan.Zero, time, log.Factory),
            o => o.Rest = new RestBehavior { ReadsWholeBody = true });
        for (var call = 1; call <= 2; call++)
        {
            await using var session = await rig.OpenAsync($"call-{call}");
            await session.SendChunksAsync(0, 1);
            await time.AdvanceUntilAsync(() => telemetry.Measure(rig.Proxy.Endpoint.Port).Count("streams.unanswered") == call);
            Assert.Single(log.Entries, entry => entry.Event.Name == "StreamUnanswered");
            Assert.True((await HealthOf(rig)).Description!.Contains("buffers", StringComparison.Ordinal));
            await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        }

        // An answer shows that the way is free again.
        rig.Server.Rest = new RestBehavior();
        await using var answered = await rig.OpenAsync("call-3");
        await answered.BeginAsync("call-3");
        Assert.DoesNotContain("buffers", (await HealthOf(rig)).Description, StringComparison.Ordinal);
        await answered.EndCallAsync().WaitAsync(CallRig.Watchdog);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S20_A_server_that_answers_is_not_warned_of(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        using var log = new ScopedLog();
        await using var rig = await NetworkRig.StartAsync(transport, o => (o.TimeProvider, o.LoggerFactory) = (time, log.Factory));
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        time.Advance(TimeSpan.FromSeconds(30));
        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.DoesNotContain(log.Entries, entry => entry.Event.Name == "StreamUnanswered");
    }

    private static async Task<HealthCheckResult> HealthOf(NetworkRig rig)
    {
        using var check = new ClientHealthCheck(rig.Client, new VoiceCallSessionHealthCheckOptions { CacheDuration = TimeSpan.Zero });
        return await check.CheckHealthAsync(new HealthCheckContext()).WaitAsync(CallRig.Watchdog);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S14_An_event_that_is_never_answered_ends_with_the_request_s_deadline(VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport, o => o.RequestTimeout = TimeSpan.FromMilliseconds(300));
        rig.Server.UnaryScript = UnaryScript.Answering().DelayAnswer(Timeout.InfiniteTimeSpan);
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(
            () =>
                rig.Client.ProcessSessionEventAsync(
                "profile-1", SessionEventBuilder.CallStarted("call-1").Build()).WaitAsync(CallRig.Watchdog));
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.Single(rig.Server.UnaryEvents);
    }
}
