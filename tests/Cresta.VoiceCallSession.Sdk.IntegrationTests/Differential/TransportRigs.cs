namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Differential;

/// <summary>
/// A client and a server of each transport. A class fixture: FsCheck starts the test class of a property, but it does not dispose it.
/// </summary>
public sealed class TransportRigs : IAsyncLifetime
{
    private int _calls;

    internal CallRig Grpc { get; private set; } = null!;

    internal CallRig Rest { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Grpc = await StartAsync(VoiceCallSessionTransport.Grpc);
        Rest = await StartAsync(VoiceCallSessionTransport.Rest);
    }

    public async Task DisposeAsync()
    {
        await Grpc.DisposeAsync();
        await Rest.DisposeAsync();
    }

    internal string NextCallId() => $"call-{Interlocked.Increment(ref _calls)}";

    private static Task<CallRig> StartAsync(VoiceCallSessionTransport transport) => CallRig.StartAsync(transport, o =>
    {
        o.Audio.TargetChunkDuration = TimeSpan.Zero;
        o.Reconnect.Enabled = false;

        // Many of the scripts are silent.
        o.OpenConfirmationTimeout = TimeSpan.FromMilliseconds(500);
    });
}
