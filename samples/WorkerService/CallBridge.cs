using Cresta.VoiceCallSession.Sdk;
using WorkerService.Pbx;

namespace WorkerService;

/// <summary>Brings every phone call to the service. This is the part to copy.</summary>
internal sealed class CallBridge(
    VoiceCallSessionClient client, SimulatedPbx pbx, CallTally tally, IHostApplicationLifetime lifetime, TimeProvider timeProvider,
        ILogger<CallBridge> logger) : BackgroundService
{
    // Further ones wait until one of these is over.
    private const int MaxCalls = 1000;

    private bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>
    /// Takes calls until there are no more, or the application stops. Calls that are live then are not cancelled, but awaited: the client,
    /// which the host drains before it stops this service, lets them go on for a while and then ends them.
    /// </summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Parallel.ForEachAsync(
                pbx.Calls.ReadAllAsync(lifetime.ApplicationStopping),
                new ParallelOptions { MaxDegreeOfParallelism = MaxCalls },
                (call, _) => new ValueTask(BridgeAsync(call)));
        }
        catch (OperationCanceledException) when (IsStopping)
        {
            // No more calls are taken, and those that were are over.
        }

        lifetime.StopApplication();
    }

    private async Task BridgeAsync(PhoneCall phone)
    {
        try
        {
            var configuration = client.NewStreamingConfig().WithMulawAudio(PhoneCall.SampleRate).WithPlatformCallId(phone.Id).Build();
            await using var session = await client.OpenCallSessionAsync(configuration, lifetime.ApplicationStopping);
            var liveCalls = tally.Begin();
            WorkerLog.CallLive(logger, phone.Id, liveCalls);
            tally.End(await FollowAsync(phone, session));
        }
        catch (VoiceCallSessionException e)
        {
            // The service did not take the call, after all retries. Other calls go on.
            WorkerLog.CallLost(logger, e, phone.Id);
            tally.Lose();
        }
        catch (Exception e) when (IsStopping && e is (OperationCanceledException or InvalidOperationException))
        {
            // Not yet open when the shutdown began, and no longer taken: another instance's call, where there is one.
            WorkerLog.CallNotTaken(logger, phone.Id);
        }
    }

    private async Task<CallReport> FollowAsync(PhoneCall phone, CallSession session)
    {
        try
        {
            await FeedAsync(phone, session);
        }
        catch (Exception e) when (e is VoiceCallSessionException || (e is InvalidOperationException && IsStopping))
        {
            // The session failed, or the shutdown is ending it, while the phone call goes on. The report tells which.
        }
        finally
        {
            phone.Release();
        }

        return await session.EndCallAsync();
    }

    private async Task FeedAsync(PhoneCall phone, CallSession session)
    {
        var (agent, visitor) = (Participants.Agent(phone.AgentId), Participants.Visitor());
        var started = SessionEventBuilder.CallStarted(phone.Id).WithParticipant(agent).WithParticipant(visitor)
            .WithPlatformTime(timeProvider.GetUtcNow());
        await session.SendEventAsync(started.Build());

        // This runs on the PBX's media thread, which serves all calls: it must not wait, throw or allocate. What becomes of each frame is
        // in the report.
        phone.Answer((leg, frame) => session.TrySendAudio(frame, leg == Leg.Agent ? agent : visitor));
        while (true)
        {
            var signal = phone.NextSignalAsync();
            if (await Task.WhenAny(signal, session.Completion) != signal)
            {
                return;
            }

            switch (await signal)
            {
                case PhoneSignal.Held:
                    await session.HoldAsync();
                    break;
                case PhoneSignal.Retrieved:
                    await session.UnholdAsync();
                    break;
                default:
                    return;
            }
        }
    }
}
