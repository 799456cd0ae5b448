using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests;

/// <summary>A fake server on a real socket and a client that talks to it.</summary>
internal sealed class CallRig : IAsyncDisposable
{
    /// <summary>Long, since it only ever passes in a test that hangs.</summary>
    public static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long clients wait for the first answer. The default of half a second is enough for a network, not for a test machine that
    /// stalls: a refusal would then meet an open call.
    /// </summary>
    public static readonly TimeSpan Confirmation = TimeSpan.FromSeconds(5);

    private CallRig(FakeVoiceCallSessionServer server, VoiceCallSessionClient client)
    {
        Server = server;
        Client = client;
    }

    public static Participant Agent { get; } = Participants.Agent("agent-1");

    public static Participant Visitor { get; } = Participants.Visitor("visitor-1");

    public FakeVoiceCallSessionServer Server { get; }

    public VoiceCallSessionClient Client { get; }

    public static async Task<CallRig> StartAsync(
        VoiceCallSessionTransport transport,
        Action<VoiceCallSessionClientOptions>? configureClient = null,
        Action<FakeVoiceCallSessionServerOptions>? configureServer = null)
    {
        var serverOptions = new FakeVoiceCallSessionServerOptions { KeepAudio = true };
        configureServer?.Invoke(serverOptions);
        var server = await FakeVoiceCallSessionServer.StartAsync(serverOptions).WaitAsync(Watchdog);
        var options = new VoiceCallSessionClientOptions
        {
            Endpoint = server.Endpoint,
            Transport = transport,
            OpenConfirmationTimeout = Confirmation
        };
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        configureClient?.Invoke(options);
        return new CallRig(server, new VoiceCallSessionClient(options));
    }

    public static StreamingConfig Configuration(string callId = "call-1") =>
        new StreamingConfigBuilder("profile-1").WithMulawAudio(8000).WithPlatformCallId(callId).Build();

    public static StreamingConfig Linear16Configuration(string callId = "call-1") =>
        new StreamingConfigBuilder("profile-1").WithLinear16Audio(8000).WithPlatformCallId(callId).Build();

    /// <summary>Audio whose every stretch is recognisable: a ramp that does not repeat with the chunk size.</summary>
    public static byte[] Ramp(int bytes, int start = 0)
    {
        var audio = new byte[bytes];
        for (var i = 0; i < bytes; i++)
        {
            audio[i] = (byte)((start + i) % 251);
        }

        return audio;
    }

    public Task<CallSession> OpenAsync(StreamingConfig? configuration = null) =>
        Client.OpenCallSessionAsync(configuration ?? Configuration()).WaitAsync(Watchdog);

    public Task<CallAudioSession> OpenAudioAsync(StreamingConfig? configuration = null) =>
        Client.OpenCallAudioSessionAsync(configuration ?? Configuration()).WaitAsync(Watchdog);

    public Task<RecordedCall> RecordAsync(string callId = "call-1") => Server.WaitForCallAsync(callId).WaitAsync(Watchdog);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().AsTask().WaitAsync(Watchdog);
        await Server.DisposeAsync().AsTask().WaitAsync(Watchdog);
    }
}
