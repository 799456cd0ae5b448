using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>
/// What happens to a call while the stream that is to replace its own is being opened, and does not open: the provider of its token hangs.
/// </summary>
public sealed class SuccessorTests
{
    private static readonly TimeSpan StreamAge = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _tokens;

    [Theory, ClassData(typeof(Transports))]
    public async Task A_call_that_ends_while_its_successor_opens_completes_at_once(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartAsync(transport);
        await using var session = await OpenAndRotateAsync(rig);
        await session.SendChunksAsync(1, 2);

        // Time stands still, so no deadline helps.
        var report = await session.EndWholeAsync(rig.Server, 3);
        Assert.Equal((CallOutcome.Completed, "OK"), (report.Outcome, report.Attempts[0].Status));
        Assert.Single(rig.Server.Calls);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_call_of_a_server_that_never_acknowledges_ends_at_once_while_its_successor_opens(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartAsync(transport, CallScript.Answering().NeverAnswer());
        await using var session = await rig.OpenAsync();
        await session.SendChunksAsync(0, 1);
        await RotateAsync();
        var report = await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal(CallOutcome.Completed, report.Outcome);
        Assert.Equal(CallEnding.ClientCompleted, Assert.Single(rig.Server.Calls).Ending);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_disposal_while_the_successor_opens_is_prompt(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartAsync(transport);
        await using var session = await OpenAndRotateAsync(rig);
        await session.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        Assert.Equal(CallOutcome.Aborted, (await session.Completion).Outcome);
    }

    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, StatusCode.Unavailable)]
    [InlineData(VoiceCallSessionTransport.Grpc, StatusCode.Internal)]
    [InlineData(VoiceCallSessionTransport.Rest, StatusCode.Unavailable)]
    [InlineData(VoiceCallSessionTransport.Rest, StatusCode.Internal)]
    public async Task A_stream_that_breaks_while_its_successor_opens_is_replaced_at_once(VoiceCallSessionTransport transport,
        StatusCode code)
    {
        await using var rig = await StartAsync(transport, CallScript.Answering().EndWithStatus(code, 5));
        await using var session = await OpenAndRotateAsync(rig);
        rig.Server.Script = CallScript.Answering();
        await session.SendChunksAsync(1, 3);
        await _time.AdvanceUntilAsync(() => rig.Server.Calls.Count >= 2);
        var report = await session.EndWholeAsync(rig.Server, 4);
        Assert.Equal([AttemptCause.Open, AttemptCause.StreamAge, AttemptCause.Reconnect], report.Attempts.Select(a => a.Cause));
        Assert.All(report.Attempts, a => Assert.InRange(a.Ended, a.Started, _time.GetUtcNow()));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_status_about_the_call_ends_it_at_once_while_its_successor_opens(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartAsync(transport, CallScript.Answering().EndWithStatus(StatusCode.PermissionDenied, 5));
        await using var session = await OpenAndRotateAsync(rig);
        await session.SendChunksAsync(1, 1);
        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        Assert.Equal((CallOutcome.Failed, StatusCode.PermissionDenied), (report.Outcome, report.Failure!.StatusCode));
    }

    private async Task<CallSession> OpenAndRotateAsync(CallRig rig)
    {
        var session = await rig.OpenAsync();
        await session.BeginAsync();
        await RotateAsync();
        return session;
    }

    /// <summary>Brings the stream to its age; then the provider is asked for the successor's token, and does not answer.</summary>
    private Task RotateAsync() => _time.AdvanceUntilAsync(() => _asked.Task.IsCompleted);

    private async Task<CallRig> StartAsync(VoiceCallSessionTransport transport, CallScript? script = null)
    {
        var rig = await CallRig.StartAsync(transport, o =>
        {
            o.TimeProvider = _time;
            o.OpenConfirmationTimeout = TimeSpan.Zero;
            o.Rotation.MaxStreamAge = StreamAge;
            o.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
            o.Reconnect.AcknowledgementTimeout = o.OpenTimeout = o.OpenAttemptTimeout = TimeSpan.FromDays(1);
            o.Credential = CrestaCredential.FromAccessToken(GetTokenAsync);
        });
        rig.Server.Script = script ?? CallScript.Answering();
        return rig;
    }

    private async ValueTask<string> GetTokenAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _tokens) == 2)
        {
            _asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        return "token-of-the-test";
    }
}
