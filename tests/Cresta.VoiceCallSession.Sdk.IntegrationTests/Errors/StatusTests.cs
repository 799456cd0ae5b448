using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Errors;

/// <summary>What the service says of a failure reaches the caller whole, and decides about retrying.</summary>
public sealed class StatusTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task A_refused_opening_carries_status_details_endpoint_and_advice(VoiceCallSessionTransport transport)
    {
        var violation = new BadRequest
        {
            FieldViolations = { new BadRequest.Types.FieldViolation { Field = "profile",
            Description = "no such profile" } }
        };
        await using var rig = await CallRig.StartAsync(
            transport,
            configureServer: o => o.Script = CallScript.Answering().NotAnsweringConfiguration().EndWithStatus(
                new ScriptedStatus(StatusCode.InvalidArgument, "bad profile").WithDetail(violation), afterMessages: 1));

        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => rig.OpenAsync());
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal("bad profile", failure.Status.Message);
        Assert.Equal(violation, failure.GetDetail<BadRequest>());
        Assert.Null(failure.GetDetail<RetryInfo>());
        Assert.Equal((1, false), (failure.Attempts, failure.IsTransient));
        Assert.Equal(rig.Server.Endpoint, failure.Endpoint);
        Assert.Contains("Opening the call failed with INVALID_ARGUMENT: bad profile", failure.Message, StringComparison.Ordinal);
        Assert.Contains("as the details say", failure.Message, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S1_Opening_and_requests_are_retried_while_the_status_is_transient(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        foreach (
            var code in new[] { StatusCode.Unavailable, StatusCode.ResourceExhausted, StatusCode.Aborted, StatusCode.DeadlineExceeded })
        {
            rig.Server.ScriptNext(CallScript.Answering().NotAnsweringConfiguration().EndWithStatus(code, afterMessages: 1), times: 2);
            rig.Server.ScriptNextUnary(UnaryScript.Answering().FailWith(code), times: 2);
            await using var session = await rig.OpenAsync(CallRig.Configuration($"call-{code}"));
            await rig.Client.ProcessSessionEventAsync(
                "profile-1", SessionEventBuilder.CallStarted($"call-{code}").Build()).WaitAsync(CallRig.Watchdog);
            var report = await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
            Assert.Equal(CallOutcome.Completed, report.Outcome);
            Assert.Equal(3, report.Attempts.Count);
            Assert.Equal("OK", report.Attempts[^1].Status);
            Assert.Equal(3, rig.Server.UnaryEvents.Count(e => e.SessionEvent!.PlatformCallId == $"call-{code}"));
        }
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Retries_end_with_the_last_failure_and_the_count(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        rig.Server.ScriptNextUnary(UnaryScript.Answering().FailWith(StatusCode.Unavailable), times: 100);
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(
            () =>
                rig.Client.ProcessSessionEventAsync(
                "profile-1", SessionEventBuilder.CallStarted("call-1").Build()).WaitAsync(CallRig.Watchdog));
        Assert.Equal((StatusCode.Unavailable, 4), (failure.StatusCode, failure.Attempts));
        Assert.Equal(4, rig.Server.UnaryEvents.Count);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_wait_that_is_longer_than_the_time_left_is_not_begun(VoiceCallSessionTransport transport)
    {
        // The clock stands: whoever waits, waits for ever.
        await using var rig = await CallRig.StartAsync(transport, o => o.TimeProvider = new FakeTimeProvider());
        var status = new ScriptedStatus(StatusCode.ResourceExhausted).WithRetryInfo(TimeSpan.FromSeconds(30));
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(status, afterMessages: 0));
        rig.Server.ScriptNextUnary(UnaryScript.Answering().FailWith(status));

        var opening = await Assert.ThrowsAsync<VoiceCallSessionException>(() => rig.OpenAsync());
        var request = await Assert.ThrowsAsync<VoiceCallSessionException>(
            () => rig.Client.ProcessSessionEventAsync("profile-1", SessionEventBuilder.CallStarted("call-1").Build())
                .WaitAsync(CallRig.Watchdog));

        Assert.All([opening, request], e => Assert.Equal(
            (StatusCode.ResourceExhausted, 1, TimeSpan.FromSeconds(30)), (e.StatusCode, e.Attempts, e.RetryAfter)));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task The_server_s_wait_outranks_our_back_off(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await CallRig.StartAsync(transport, o => (o.TimeProvider, o.RequestTimeout) = (time, TimeSpan.FromDays(1)));
        rig.Server.ScriptNextUnary(
            UnaryScript.Answering().FailWith(new ScriptedStatus(StatusCode.Unavailable).WithRetryInfo(TimeSpan.FromSeconds(7))));
        var request = rig.Client.ProcessSessionEventAsync("profile-1", SessionEventBuilder.CallStarted("call-1").Build());
        await rig.Server.WaitForUnaryEventAsync(e => e.Status == StatusCode.Unavailable).WaitAsync(CallRig.Watchdog);

        // Our own back-off would be over after the first step.
        var started = time.GetTimestamp();
        await time.AdvanceUntilAsync(request);
        var waited = time.GetElapsedTime(started);
        Assert.True(waited >= TimeSpan.FromSeconds(7), $"retried after {waited}");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task The_classification_can_be_overridden(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport, o => o.Retry.ShouldRetry = failure => failure.StatusCode == StatusCode.NotFound);
        rig.Server.ScriptNextUnary(UnaryScript.Answering().FailWith(StatusCode.NotFound));
        rig.Server.ScriptNextUnary(UnaryScript.Answering().FailWith(StatusCode.Unavailable));
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(
            () => rig.Client.ProcessSessionEventAsync("profile-1", SessionEventBuilder.CallStarted("call-1").Build())
                .WaitAsync(CallRig.Watchdog));
        Assert.Equal((StatusCode.Unavailable, 2, false), (failure.StatusCode, failure.Attempts, failure.IsTransient));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S4_An_in_band_failing_status_fails_the_wait_for_its_message_and_nothing_else(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport, configureServer: o => o.Script = CallScript.Answering().FailMessage(
                3, new ScriptedStatus(StatusCode.FailedPrecondition, "too late")));
        await using var session = await rig.OpenAsync();
        var first = await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        var failing = await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
        var last = await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);

        await session.WaitForAcknowledgementAsync(first).WaitAsync(CallRig.Watchdog);
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(
            () => session.WaitForAcknowledgementAsync(failing).WaitAsync(CallRig.Watchdog));
        Assert.Equal((StatusCode.FailedPrecondition, failing), (failure.StatusCode, failure.SequenceId));
        await session.WaitForAcknowledgementAsync(last).WaitAsync(CallRig.Watchdog);
        Assert.Equal(failure.StatusCode,
            (await Assert.ThrowsAsync<VoiceCallSessionException>(() => session.WaitForAcknowledgementAsync(failing))).StatusCode);

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        var agent = Assert.Single(report.Participants);
        Assert.Equal(CallOutcome.Completed, report.Outcome);
        Assert.Equal((1600, 800, 800), (agent.OfferedBytes, agent.AcknowledgedBytes, agent.RefusedBytes));
        Assert.Equal(LossReason.RejectedByServer, Assert.Single(agent.Losses).Reason);
        Assert.False(report.NothingLost);
        var answers = await session.ReadAllAsync().ToListAsync();
        Assert.Contains(answers, a => a.SequenceId == failing && a.SessionStatus.Code == (int)StatusCode.FailedPrecondition);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_wrong_credential_is_refused_and_the_right_one_is_sent(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport, o => o.Credential = CrestaCredential.FromApiKey("wrong"), o => o.RequiredAuthorization = "ApiKey right");
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => rig.OpenAsync());
        Assert.Equal((StatusCode.Unauthenticated, 1), (failure.StatusCode, failure.Attempts));
        Assert.DoesNotContain("wrong", failure.ToString(), StringComparison.Ordinal);

        await using var client = new VoiceCallSessionClient(
            new VoiceCallSessionClientOptions
            {
                Endpoint = rig.Server.Endpoint,
                Transport = transport,
                Credential = CrestaCredential.FromApiKey("right")
            });
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);
        Assert.True((await session.CompleteAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Our_time_out_is_an_exception_of_ours_and_the_caller_s_token_is_the_caller_s(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await CallRig.StartAsync(transport, o => o.TimeProvider = time);
        rig.Server.ScriptNextUnary(UnaryScript.Answering().DelayAnswer(TimeSpan.FromHours(1)), times: 2);
        var sessionEvent = SessionEventBuilder.CallStarted("call-1").Build();

        var request = rig.Client.ProcessSessionEventAsync("profile-1", sessionEvent);
        await rig.Server.WaitForUnaryEventAsync(_ => true).WaitAsync(CallRig.Watchdog);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(StatusCode.DeadlineExceeded,
            (await Assert.ThrowsAsync<VoiceCallSessionException>(() => request.WaitAsync(CallRig.Watchdog))).StatusCode);

        using var own = new CancellationTokenSource();
        request = rig.Client.ProcessSessionEventAsync("profile-1", sessionEvent, cancellationToken: own.Token);
        await own.CancelAsync();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request.WaitAsync(CallRig.Watchdog));
        Assert.Equal(own.Token, cancelled.CancellationToken);
    }
}
