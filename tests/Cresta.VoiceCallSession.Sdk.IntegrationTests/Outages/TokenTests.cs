using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>Tokens that expire, or are refused, under a live call.</summary>
public sealed class TokenTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task A4_A_stream_that_is_ended_for_its_token_goes_on_with_another(VoiceCallSessionTransport transport)
    {
        var tokens = 0;
        await using var rig = await CallRig.StartAsync(transport, o =>
        {
            o.Credential = CrestaCredential.FromAccessToken(_ => ValueTask.FromResult($"token-{Interlocked.Increment(ref tokens)}"));
            o.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
        });
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.Unauthenticated, 3));
        await using var session = await rig.OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            await session.SendAudioAsync(CallRig.Ramp(800, start: i * 800), CallRig.Agent);
        }

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal(CallOutcome.Completed, report.Outcome);
        Assert.Equal(["UNAUTHENTICATED", "OK"], report.Attempts.Select(a => a.Status));
        Assert.Equal(["Bearer token-1", "Bearer token-2"], rig.Server.Calls.Select(call => call.Headers["authorization"]));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A4_A_second_refusal_in_a_row_ends_the_call(VoiceCallSessionTransport transport)
    {
        var tokens = 0;
        await using var rig = await CallRig.StartAsync(transport, o =>
        {
            o.Credential = CrestaCredential.FromAccessToken(_ => ValueTask.FromResult($"token-{Interlocked.Increment(ref tokens)}"));
            o.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
        });
        await using var session = await rig.OpenAsync();
        rig.Server.RequiredAuthorization = "Bearer none";
        rig.Server.Script = CallScript.Answering().NotAnsweringConfiguration();
        var live = await rig.Server.WaitForCallStartAsync("call-1").WaitAsync(CallRig.Watchdog);
        Assert.NotNull(live);
        await rig.Server.RestartAsync().WaitAsync(CallRig.Watchdog);

        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        Assert.Equal((CallOutcome.Failed, StatusCode.Unauthenticated), (report.Outcome, report.Failure!.StatusCode));
        Assert.Equal(2, rig.Server.Calls.Count(call => call.Ending == CallEnding.EndedByServer));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A3_A_call_of_two_hours_outlives_three_tokens_to_the_sample(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        var tokens = 0;
        await using var rig = await CallRig.StartAsync(transport, o =>
        {
            o.TimeProvider = time;
            o.Credential = CrestaCredential.FromAccessToken(_ =>
                ValueTask.FromResult(
                    new CrestaAccessToken($"token-{Interlocked.Increment(ref tokens)}", time.GetUtcNow() + TimeSpan.FromMinutes(35))));
            o.Rotation.BeforeTokenExpiry = TimeSpan.FromMinutes(1);

            // A minute passes at once here, whatever is under way.
            o.OpenTimeout = o.OpenConfirmationTimeout = o.Rotation.HandoverTimeout = TimeSpan.FromHours(1);
            o.Reconnect.WriteTimeout = o.Reconnect.AcknowledgementTimeout = TimeSpan.FromHours(1);
            o.Audio.TargetChunkDuration = TimeSpan.Zero;
        });
        await using var session = await rig.OpenAsync();
        var sent = 0;
        for (var minute = 0; minute < 120; minute++)
        {
            await session.WaitForAcknowledgementAsync(
                await session.SendAudioAsync(CallRig.Ramp(800, start: sent), CallRig.Agent)).WaitAsync(CallRig.Watchdog);
            sent += 800;
            time.Advance(TimeSpan.FromMinutes(1));
        }

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.True(report.NothingLost, report.ToJson());
        Assert.Equal(3, report.Attempts.Count(a => a.Cause == AttemptCause.TokenExpiry));
        Assert.Equal(0, report.SequenceIds.Replayed);
        Assert.Equal(CallRig.Ramp(sent), rig.Server.AudioOf("call-1", CallRig.Agent));
        Assert.Equal(4, rig.Server.Calls.Select(call => call.Headers["authorization"]).Distinct(StringComparer.Ordinal).Count());
    }
}
