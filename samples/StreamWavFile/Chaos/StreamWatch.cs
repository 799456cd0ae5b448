using Cresta.VoiceCallSession.Sdk.Testing;
using StreamWavFile.View;

namespace StreamWavFile.Chaos;

/// <summary>Logs the start and the end of each stream at the server. Attempts that never reach the server are only in the report.</summary>
internal sealed class StreamWatch(FakeVoiceCallSessionServer server, TimeProvider timeProvider)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly HashSet<RecordedCall> _over = [];
    private int _begun;

    public async Task RunAsync(CallProgress progress, Task call)
    {
        using var timer = new PeriodicTimer(Period, timeProvider);
        do
        {
            Poll(progress);
        }
        while (await Task.WhenAny(call, timer.WaitForNextTickAsync().AsTask()) != call);

        Poll(progress);
    }

    private void Poll(CallProgress progress)
    {
        var streams = server.Calls;
        for (var i = 0; i < streams.Count; i++)
        {
            if (i >= _begun)
            {
                progress.AddIncident($"server: stream {++_begun} begins");
            }

            if (streams[i].Ending != CallEnding.Running && _over.Add(streams[i]))
            {
                progress.AddIncident($"server: stream {i + 1} {Describe(streams[i].Ending)} after {streams[i].MessageCount} messages");
            }
        }
    }

    private static string Describe(CallEnding ending) => ending == CallEnding.ClientCompleted ? "ends well" : "breaks off";
}
