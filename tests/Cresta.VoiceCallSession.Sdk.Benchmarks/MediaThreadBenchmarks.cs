using BenchmarkDotNet.Attributes;
using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Benchmarks;

/// <summary>
/// What a media thread pays for a frame of 20 ms: all that TrySendAudio does. The queue is emptied in between, which is in the price.
/// </summary>
public class MediaThreadBenchmarks
{
    private const int Frames = 1_000;

    private readonly byte[] _frame = new byte[160];
    private readonly Participant _agent = Participants.Agent("agent-1");
    private EveryListener? _listener;
    private CallQueue? _queue;

    /// <summary>Whether anybody listens.</summary>
    [Params(false, true)]
    public bool HasListener { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var options = new VoiceCallSessionClientOptions { Endpoint = new Uri("http://localhost") };
        _listener = HasListener ? new EveryListener() : null;
        _queue = new CallQueue(CallQueueSettings.From(options, new AudioShape(1, 8000)), new DeliveryLedger(
            cumulative: false, new ServerCapabilities(), options.TimeProvider));
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _queue!.Dispose();
        _listener?.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public void Frame()
    {
        for (var i = 0; i < Frames; i++)
        {
            _queue!.TryOffer(_frame, _agent);
            while (_queue.Take(out _) is { } message)
            {
                _queue.OnWritten(message);
            }
        }
    }
}
