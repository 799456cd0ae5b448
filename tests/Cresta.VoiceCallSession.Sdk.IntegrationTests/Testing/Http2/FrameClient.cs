using System.IO.Pipelines;
using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>A connection to a raw server on which a test sends and receives single frames.</summary>
internal sealed class FrameClient : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly PipeReader _input;
    private readonly FrameReader _reader;
    private readonly HpackDecoder _decoder = new();
    private bool _wasReset;

    private FrameClient(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _input = PipeReader.Create(_stream);
        _reader = new FrameReader(_input);
    }

    /// <summary>Connects and sends nothing.</summary>
    public static async Task<FrameClient> ConnectAsync(RawHttp2Server server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Endpoint.Host, server.Endpoint.Port).Guarded();
        return new FrameClient(socket);
    }

    /// <summary>Connects and sends the preface and empty SETTINGS.</summary>
    public static async Task<FrameClient> OpenAsync(RawHttp2Server server)
    {
        var client = await ConnectAsync(server);
        await client.SendAsync([.. FrameReader.Preface.ToArray(), .. FrameBytes.Settings([])]);
        return client;
    }

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask().Guarded();

    /// <summary>Sends bytes that may meet a connection that was reset.</summary>
    public async Task SendUnlessResetAsync(byte[] bytes)
    {
        try
        {
            await SendAsync(bytes);
        }
        catch (IOException)
        {
            // The system tells of the reset once.
            _wasReset = true;
        }
    }

    public Task SendAsync(FrameType type, int streamId, byte[] payload, FrameFlags flags = FrameFlags.None) =>
        SendAsync(FrameBytes.Of(type, flags, streamId, payload));

    public Task PingAsync() => SendAsync(FrameType.Ping, 0, new byte[8]);

    /// <summary>Opens a stream.</summary>
    public Task OpenStreamAsync(int streamId, CallTransport transport = CallTransport.Grpc, bool endStream = false) => SendAsync(
        FrameType.Headers,
        streamId,
        HpackEncoder.Encode(Head(transport)),
        FrameFlags.EndHeaders | (endStream ? FrameFlags.EndStream : FrameFlags.None));

    public static HeaderField[] Head(CallTransport transport) =>
    [
        new(":method", "POST"),
        new(":scheme", "http"),
        new(":path", CallMessages.Path(transport)),
        new("content-type", CallMessages.ContentType(transport)),
    ];

    /// <summary>Sends the next frame of DATA.</summary>
    public Task SendDataAsync(int streamId, byte[] data, bool endStream = false) =>
        SendAsync(FrameType.Data, streamId, data, endStream ? FrameFlags.EndStream : FrameFlags.None);

    /// <summary>The next frame of some type, after any others; acknowledgements are not looked at.</summary>
    public async Task<Frame> ReadAsync(FrameType type)
    {
        while (true)
        {
            var frame = await _reader.ReadAsync().AsTask().Guarded()
                ?? throw new EndOfStreamException($"The connection ended before {type} came.");
            if (frame.Type == type && !(type is FrameType.Settings or FrameType.Ping && frame.IsAck))
            {
                return frame;
            }
        }
    }

    public async Task<List<HeaderField>> ReadHeadersAsync() => _decoder.Decode((await ReadAsync(FrameType.Headers)).Payload.Span);

    /// <summary>The next RST_STREAM: its stream, and its code in hexadecimal.</summary>
    public async Task<(int StreamId, string Code)> ReadResetAsync()
    {
        var frame = await ReadAsync(FrameType.RstStream);
        return (frame.StreamId, Convert.ToHexString(frame.Payload.Span));
    }

    public async Task AcknowledgeSettingsAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await SendAsync(FrameType.Settings, 0, [], FrameFlags.Ack);
        }
    }

    /// <summary>All bytes that still come until the server's FIN.</summary>
    public async Task<byte[]> ReadRestAsync()
    {
        using var bytes = new MemoryStream();
        await _input.CopyToAsync(bytes).Guarded();
        return bytes.ToArray();
    }

    /// <summary>Waits until the server has handled all that was sent before.</summary>
    /// <returns>The frames that came meanwhile.</returns>
    public async Task<List<Frame>> SettleAsync()
    {
        await PingAsync();
        var frames = new List<Frame>();
        while (await _reader.ReadAsync().AsTask().Guarded() is { } frame)
        {
            if (frame is { Type: FrameType.Ping, IsAck: true })
            {
                return frames;
            }

            frames.Add(frame);
        }

        throw new EndOfStreamException("The connection ended before the PING was acknowledged.");
    }

    /// <summary>All frames that still come, and how the connection ended.</summary>
    public async Task<(List<Frame> Frames, TcpEnd End)> ReadToEndAsync()
    {
        var frames = new List<Frame>();
        try
        {
            while (await _reader.ReadAsync().AsTask().Guarded() is { } frame)
            {
                frames.Add(frame);
            }

            return (frames, _wasReset ? TcpEnd.Reset : TcpEnd.Fin);
        }
        catch (IOException)
        {
            return (frames, TcpEnd.Reset);
        }
    }

    public void Dispose() => _stream.Dispose();
}
