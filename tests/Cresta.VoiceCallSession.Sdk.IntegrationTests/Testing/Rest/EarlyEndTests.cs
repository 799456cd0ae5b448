using System.Net;
using System.Net.Sockets;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>What is on the wire when the service ends a stream well before the client has.</summary>
public sealed class EarlyEndTests : RestServerTest
{
    [Fact]
    public async Task It_is_end_stream_and_then_rst_stream_with_no_error()
    {
        Server.Script = CallScript.Answering().EndAfter(1);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Server.Endpoint.Port).Guarded();
        var stream = socket.GetStream();
        await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await WriteAsync(new Http2Frame(Http2Frame.Settings, 0, 0, []));
        byte[] headers = [.. Literal(":method", "POST"), .. Literal(":scheme", "http"), .. Literal(":path", RestClient.Sessions),
            .. Literal(":authority", "x")];
        await WriteAsync(new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders, 1, headers));
        await WriteAsync(new Http2Frame(Http2Frame.Data, 0, 1, Encoding.UTF8.GetBytes(Config)));

        var frames = new List<Http2Frame>();
        while (frames.Count == 0 || frames[^1].Type != Http2Frame.Reset)
        {
            if (await Http2Frame.ReadAsync(stream) is
                {
                    StreamId: 1,
                    Type: Http2Frame.Data or Http2Frame.Headers or Http2Frame.Reset
                } frame)
            {
                frames.Add(frame);
            }
        }

        Assert.Equal(Http2Frame.Headers, frames[0].Type);
        Assert.Equal(Answer("1") + "\n", Encoding.UTF8.GetString(
            [.. frames.Where(frame => frame.Type == Http2Frame.Data).SelectMany(frame => frame.Payload)]));
        Assert.Equal(Http2Frame.EndStream, frames[^2].Flags & Http2Frame.EndStream);
        Assert.Equal([0, 0, 0, 0], frames[^1].Payload);

        Task WriteAsync(Http2Frame frame) => stream.WriteAsync(frame.ToBytes()).AsTask();
    }

    [Fact]
    public async Task What_is_sent_after_it_is_not_taken()
    {
        Server.Script = CallScript.Answering().EndAfter(1);
        using var exchange = Client.Open(RestClient.Sessions);
        await exchange.WriteAsync(Config);

        Assert.Equal([Answer("1")], await exchange.ReadLinesAsync());

        await Assert.ThrowsAnyAsync<Exception>(() => exchange.WriteAsync(Event("2")));
        Assert.Equal(1, (await Server.WaitForCallAsync("c").Guarded()).MessageCount);
    }

    // HPACK: a literal without indexing, name and value in clear.
    private static byte[] Literal(string name, string value) =>
        [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
}
