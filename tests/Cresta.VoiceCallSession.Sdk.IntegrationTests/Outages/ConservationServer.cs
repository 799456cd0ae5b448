using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>
/// The server of all conservation scenarios. In a run of its own, with <c>CONSERVATION_COUNT</c>, it also shows that no exception of a task
/// is left unobserved; in the whole suite, those of other tests in the process cannot be told apart. A class fixture: FsCheck starts the
/// test class of a property, but it does not dispose it.
/// </summary>
public sealed class ConservationServer : IAsyncLifetime, IDisposable
{
    // FsCheck starts all asynchronous runs of a parallel property at once, however many they are.
    private readonly SemaphoreSlim _running = new(128);
    private readonly List<Exception> _unobserved = [];
    private int _calls;

    internal FakeVoiceCallSessionServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        Server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { KeepAudio = true });
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= OnUnobserved;
        if (ReplayablePropertyAttribute.IsDedicatedRun)
        {
            lock (_unobserved)
            {
                Assert.Empty(_unobserved);
            }
        }
    }

    public void Dispose() => _running.Dispose();

    internal async Task RunAsync(Func<Task> scenario)
    {
        await _running.WaitAsync();
        try
        {
            await scenario();
        }
        finally
        {
            _running.Release();
        }
    }

    internal string NextCallId() => $"call-{Interlocked.Increment(ref _calls)}";

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        lock (_unobserved)
        {
            _unobserved.Add(e.Exception);
        }
    }
}
