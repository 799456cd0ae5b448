using BenchmarkDotNet.Attributes;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Benchmarks;

/// <summary>
/// A message of audio from its offer to its acknowledgement, over a real socket to the fake server in the same process, whose work is in
/// the price too.
/// </summary>
public class MessageBenchmarks
{
    private const int Messages = 1_000;

    private readonly byte[] _frame = new byte[800];
    private readonly Participant _agent = Participants.Agent("agent-1");
    private EveryListener? _listener;
    private FakeVoiceCallSessionServer? _server;
    private VoiceCallSessionClient? _client;
    private CallSession? _call;

    /// <summary>Whether anybody listens.</summary>
    [Params(false, true)]
    public bool HasListener { get; set; }

    /// <summary>What the call goes over.</summary>
    [Params(VoiceCallSessionTransport.Grpc, VoiceCallSessionTransport.Rest)]
    public VoiceCallSessionTransport Transport { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _listener = HasListener ? new EveryListener() : null;
        _server = await FakeVoiceCallSessionServer.StartAsync();
        var options = new VoiceCallSessionClientOptions { Endpoint = _server.Endpoint, Transport = Transport };
        options.Audio.TargetChunkDuration = TimeSpan.Zero;
        _client = new VoiceCallSessionClient(options);
        _call = await _client.OpenCallSessionAsync(
            new StreamingConfigBuilder("profile-1").WithMulawAudio(8000).WithPlatformCallId("call-1").Build());
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _call!.DisposeAsync();
        await _client!.DisposeAsync();
        await _server!.DisposeAsync();
        _listener?.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Messages)]
    public async Task Message()
    {
        var last = "";
        for (var i = 0; i < Messages; i++)
        {
            last = await _call!.SendAudioAsync(_frame, _agent);
        }

        await _call!.WaitForAcknowledgementAsync(last);
    }
}
