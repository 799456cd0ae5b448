using Cresta.VoiceCallSession.Sdk.Testing;
using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>
/// Every byte has one fate, under whatever mixture of faults: cuts, resets, black holes, refused connections, early ends, failing statuses, slow and silent servers, holds, pauses,
/// rotations, and ends of all kinds at once.
/// </summary>
public sealed class ConservationTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly List<Exception> _unobserved = [];
    private FakeVoiceCallSessionServer _server = null!;
    private int _calls;

    public async Task InitializeAsync()
    {
        output.WriteLine($"CONSERVATION_SEED=\"{ReplayablePropertyAttribute.Seed}\"");
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        _server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { KeepAudio = true });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= OnUnobserved;
        lock (_unobserved)
        {
            Assert.Empty(_unobserved);
        }
    }

    [ReplayableProperty(MaxTest = 260, Arbitrary = [typeof(Scenarios)], Parallelism = 4)]
    public Task Every_byte_has_one_fate_over_gRPC(ScenarioSetting setting, (ScenarioStep Step, int Amount)[] steps) =>
        RunAsync(VoiceCallSessionTransport.Grpc, setting, steps);

    [ReplayableProperty(MaxTest = 260, Arbitrary = [typeof(Scenarios)], Parallelism = 4)]
    public Task Every_byte_has_one_fate_over_REST(ScenarioSetting setting, (ScenarioStep Step, int Amount)[] steps) =>
        RunAsync(VoiceCallSessionTransport.Rest, setting, steps);

    private async Task RunAsync(VoiceCallSessionTransport transport, ScenarioSetting setting, (ScenarioStep Step, int Amount)[] steps)
    {
        var callId = $"call-{Interlocked.Increment(ref _calls)}";
        _server.ScriptFor(callId, setting.Script());
        await using var proxy = await FaultProxy.StartAsync(_server.Endpoint);
        var options = new VoiceCallSessionClientOptions { Endpoint = proxy.Endpoint, Transport = transport };
        setting.Configure(options);
        await using var client = new VoiceCallSessionClient(options);
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration(callId)).WaitAsync(CallRig.Watchdog);
        var call = new ScenarioCall(session, proxy);
        foreach (var (step, amount) in steps)
        {
            await call.StepAsync(step, amount).WaitAsync(CallRig.Watchdog);
        }

        if (setting.Ending % 4 != 3)
        {
            call.Heal();
        }

        await EndAsync(client, session, setting.Ending / 4 % 6).WaitAsync(CallRig.Watchdog);
        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        ConservationLaws.Check(report, call, _server.CallsOf(callId));
        Assert.Equal(0, session.BufferBalance);
    }

    private static Task EndAsync(VoiceCallSessionClient client, CallSession session, int ending) => ending switch
    {
        0 => session.CompleteAsync(),
        1 => session.DisposeAsync().AsTask(),
        2 => Task.WhenAll(session.EndCallAsync(), session.DisposeAsync().AsTask()),
        3 => Task.WhenAll(client.DisposeAsync().AsTask(), session.EndCallAsync()),
        4 => Task.WhenAll(session.EndCallAsync(), session.CompleteAsync(), session.EndCallAsync()),
        _ => session.EndCallAsync(),
    };

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        lock (_unobserved)
        {
            _unobserved.Add(e.Exception);
        }
    }
}
