using System.Net;
using System.Net.Sockets;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Transport.Http2;

namespace Cresta.VoiceCallSession.Sdk.Tests.Transport.Http2;

/// <summary>
/// What is read from a connection tells its streams of a GOAWAY, however the bytes come and not before HttpClient has acted on them.
/// </summary>
public sealed class WatchedConnectionTests
{
    private const string RequestId = "0123456789abcdef0123456789abcdef";

    private static readonly byte[] Settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    private static readonly byte[] Ping = [0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly byte[] GoAway = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0];

    /// <summary>
    /// A stream that is told sooner could be opened anew on the same connection, which HttpClient still takes for a good one.
    /// </summary>
    [Fact]
    public async Task A_stream_is_told_when_its_reader_reads_on()
    {
        await using var connection = await Connection.OpenAsync();
        using var stream = connection.Register();
        connection.SendHeaders();

        await connection.Server.WriteAsync((byte[])[.. Settings, .. GoAway]);
        await connection.ReadAsync(Settings.Length + GoAway.Length);
        Assert.False(connection.IsTold);

        var next = connection.Client.ReadAsync(new byte[1]);
        Assert.True(connection.IsTold);
        await connection.Server.WriteAsync(Ping);
        await next;
    }

    [Fact]
    public async Task A_stream_on_a_connection_that_is_going_away_is_told_as_it_begins()
    {
        await using var connection = await Connection.OpenAsync();
        _ = connection.BeginWrite("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await connection.Server.WriteAsync((byte[])[.. Settings, .. GoAway, .. Ping]);
        await connection.ReadAsync(Settings.Length + GoAway.Length);
        await connection.ReadAsync(Ping.Length);

        using var stream = connection.Register();
        Assert.False(connection.IsTold);
        connection.SendHeaders(preface: false);
        Assert.True(connection.IsTold);
    }

    [Fact]
    public async Task A_GOAWAY_is_found_however_the_bytes_are_cut()
    {
        byte[] bytes = [.. Settings, .. Ping, .. GoAway, .. Ping];
        var wholeAt = Settings.Length + Ping.Length + GoAway.Length;
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            await using var connection = await Connection.OpenAsync();
            using var stream = connection.Register();
            connection.SendHeaders();
            await connection.Server.WriteAsync(bytes);
            await connection.ReadAsync(cut);
            Assert.False(connection.IsTold);
            await connection.ReadAsync(bytes.Length - cut);
            Assert.Equal(cut >= wholeAt, connection.IsTold);
            await connection.Server.WriteAsync(Ping);
            await connection.ReadAsync(Ping.Length);
            Assert.True(connection.IsTold);
        }
    }

    [Fact]
    public async Task Other_frames_tell_nothing()
    {
        await using var connection = await Connection.OpenAsync();
        using var stream = connection.Register();
        connection.SendHeaders();

        await connection.Server.WriteAsync((byte[])[.. Settings, .. Ping, .. Ping]);
        await connection.ReadAsync(Settings.Length + Ping.Length);
        await connection.ReadAsync(Ping.Length);
        Assert.False(connection.IsTold);
    }

    [Fact]
    public async Task The_preface_is_written_when_the_settings_have_been_applied()
    {
        await using var connection = await Connection.OpenAsync();
        var preface = connection.BeginWrite("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await connection.Server.WriteAsync(Settings.AsMemory(0, 5));
        await connection.ReadAsync(5);
        await connection.Server.WriteAsync(Settings.AsMemory(5));
        await connection.ReadAsync(Settings.Length - 5);
        Assert.False(preface.IsCompleted);

        var next = connection.Client.ReadAsync(new byte[1]);
        await preface.WaitAsync(TimeSpan.FromSeconds(30));
        await connection.Server.WriteAsync(Ping);
        await next;
    }

    [Fact]
    public async Task The_preface_is_not_waited_for_on_a_connection_that_is_gone()
    {
        await using var connection = await Connection.OpenAsync();
        var preface = connection.BeginWrite("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await connection.Client.DisposeAsync();
        await preface.WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.True(preface.IsCompleted);
    }

    /// <summary>Both ends of a real connection, the client's watched.</summary>
    private sealed class Connection(NetworkStream client, NetworkStream server) : IAsyncDisposable
    {
        private readonly ConnectionWatch _watch = new(new EndpointProof());
        private WatchedConnection? _client;
        private int _told;

        public Stream Client => _client ??= new WatchedConnection(client, _watch);

        public Stream Server => server;

        public bool IsTold => Volatile.Read(ref _told) > 0;

        public static async Task<Connection> OpenAsync()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(listener.LocalEndpoint);
            return new Connection(
                new NetworkStream(client, ownsSocket: true), new NetworkStream(await listener.AcceptSocketAsync(), ownsSocket: true));
        }

        public WatchedStream Register() => _watch.Register(RequestId, () => Interlocked.Increment(ref _told));

        /// <summary>The header as HttpClient writes it: the name as text, the length of the value, the value.</summary>
        public void SendHeaders(bool preface = true)
        {
            byte[] fields = [.. Encoding.ASCII.GetBytes(ConnectionWatch.Header), 32, .. Encoding.ASCII.GetBytes(RequestId)];
            _ = BeginWrite([.. preface ? "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8 : [], 0, 0, (byte)fields.Length, Http2Frame.Headers, 4, 0, 0,
                0, 1, .. fields]);
        }

        /// <summary>Begins a write. That of the client's preface ends when the server's SETTINGS have been applied.</summary>
        public Task BeginWrite(byte[] bytes) => Client.WriteAsync(bytes).AsTask();

        public async Task ReadAsync(int bytes) => await Client.ReadExactlyAsync(new byte[bytes]);

        public async ValueTask DisposeAsync()
        {
            await Client.DisposeAsync();
            await server.DisposeAsync();
        }
    }
}
