using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Load;

/// <summary>Hundreds of calls at once, and a server that refuses them in the middle of their first words.</summary>
public sealed class ManyCallsTests
{
    private const int Calls = 300;

    [Theory, ClassData(typeof(Transports))]
    public async Task Three_hundred_calls_that_are_refused_early_each_end_with_the_server_s_status(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport,
            o => o.OpenConfirmationTimeout = TimeSpan.Zero,
            o => (o.KeepAudio, o.Script) = (false, CallScript.Answering().NeverAnswer().EndWithStatus(
                new ScriptedStatus(StatusCode.PermissionDenied, "not yours"), 3)));

        var failures = await Task.WhenAll(Enumerable.Range(0, Calls).Select(i => FailAsync(rig, $"call-{i}"))).WaitAsync(CallRig.Watchdog);

        Assert.All(failures, failure =>
        {
            Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
            Assert.False(failure.IsTransient);
        });
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Three_hundred_calls_that_break_off_mid_stream_each_end_with_a_status(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport, configureServer: o => (o.KeepAudio, o.Script) = (
                false, CallScript.Answering().EndWithStatus(StatusCode.PermissionDenied, 5)));

        var failures = await Task.WhenAll(Enumerable.Range(0, Calls).Select(i => FailAsync(rig, $"call-{i}"))).WaitAsync(CallRig.Watchdog);

        // Over REST the error is the last line of a body, and HTTP/2 may break the body off before it is read; then all that is known is
        // that the stream broke.
        Assert.All(
            failures, failure => Assert.True(failure.StatusCode is StatusCode.PermissionDenied or StatusCode.Unavailable, failure.Message));
        Assert.InRange(failures.Count(failure => failure.StatusCode == StatusCode.PermissionDenied), Calls / 2, Calls);
    }

    private static async Task<VoiceCallSessionException> FailAsync(CallRig rig, string callId)
    {
        await using var session = await rig.OpenAsync(CallRig.Configuration(callId));
        try
        {
            for (var i = 0; i < 1000; i++)
            {
                await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
            }
        }
        catch (VoiceCallSessionException)
        {
            // Known before everything was sent, as it may be.
        }

        var report = await session.EndCallAsync();
        Assert.Equal(CallOutcome.Failed, report.Outcome);
        return report.Failure!;
    }
}
