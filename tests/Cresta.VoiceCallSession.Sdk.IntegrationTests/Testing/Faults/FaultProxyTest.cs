using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;

/// <summary>A proxy in front of an echo, for each test.</summary>
#pragma warning disable CA1001 // The test runner calls DisposeAsync of IAsyncLifetime.
public abstract class FaultProxyTest : IAsyncLifetime
#pragma warning restore CA1001
{
    private FaultProxy? _proxy;

    internal EchoServer Echo { get; } = new();

    internal WatchedTime Time { get; } = new();

    internal FaultProxy Proxy => _proxy!;

    public async Task InitializeAsync() =>
        _proxy = await FaultProxy.StartAsync(new FaultProxyOptions { Upstream = Echo.Endpoint, Seed = 7, TimeProvider = Time });

    public async Task DisposeAsync()
    {
        await Proxy.DisposeAsync().AsTask().Guarded();
        await Echo.DisposeAsync().AsTask().Guarded();
    }

    internal Task<RawConnection> OpenAsync() => RawConnection.OpenAsync(Proxy);

    /// <summary>Sends bytes and checks that they come back.</summary>
    internal static async Task ExchangeAsync(RawConnection connection, int bytes)
    {
        var sent = CallRig.Ramp(bytes);
        var sending = connection.SendAsync(sent);
        Assert.Equal(sent, await connection.ReadAsync(bytes));
        await sending;
    }
}
