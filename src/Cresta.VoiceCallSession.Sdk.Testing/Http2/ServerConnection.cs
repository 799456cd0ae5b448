using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>
/// One connection, from its acceptance to its end. One task reads and handles frames, one writes; plans by time and
/// <see cref="RawHttp2Stream.Execute"/> come from elsewhere. All state is guarded by <see cref="Gate"/>.
/// </summary>
internal sealed class ServerConnection
{
    private readonly ConnectionTransport _transport;
    private readonly FrameHandler _frames;
    private readonly StepTimers _timers;
    private bool _isClosing;
    private bool _closesWhenIdle;

    public ServerConnection(RawServerState server, ConnectionTransport transport, int number, ConnectionRules rules)
    {
        Server = server;
        Rules = rules;
        _transport = transport;
        Record = new RawHttp2Connection(number, Execute);
        Output = new FrameOutput
        {
            Pings = rules.MinPingInterval is { } interval ? new PingGuard(server.TimeProvider, interval, rules.MaxPingStrikes) : null,
        };
        _timers = new StepTimers(server.TimeProvider, Gate);
        _frames = new FrameHandler(this);
    }

    public Lock Gate { get; } = new();

    public RawServerState Server { get; }

    public ConnectionRules Rules { get; }

    public RawHttp2Connection Record { get; }

    public FrameOutput Output { get; }

    public StreamTable Streams { get; } = new();

    public LocalSettings Settings { get; } = new();

    /// <summary>How much the client takes on all streams together.</summary>
    public SendWindow Window { get; } = new(SendWindow.Default);

    /// <summary>How much the client takes on a new stream.</summary>
    public long InitialSendWindow { get; set; } = SendWindow.Default;

    /// <summary>How much the client may send on a stream before it has a WINDOW_UPDATE.</summary>
    public long LargestReceiveWindow => Settings.InitialWindowSize;

    /// <summary>Serves the connection to its end.</summary>
    /// <param name="certificate">For TLS; null speaks in clear.</param>
    public async Task RunAsync(X509Certificate2? certificate)
    {
        var writing = Task.CompletedTask;
        try
        {
            if (certificate is not null)
            {
                await _transport.AuthenticateAsync(certificate).ConfigureAwait(false);
            }

            writing = Output.RunAsync(_transport);
            var input = PipeReader.Create(_transport.Stream, new StreamPipeReaderOptions(leaveOpen: true));
            await ServeAsync(new FrameReader(input)).ConfigureAwait(false);
        }
        catch (AuthenticationException exception)
        {
            RecordError(0, $"The TLS handshake failed: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // The connection was reset, by the client or from here.
        }
        finally
        {
            lock (Gate)
            {
                End(RawHttp2StreamEnding.ConnectionClosedByClient, abort: false);
            }

            await writing.ConfigureAwait(false);
            _transport.Dispose();
            Record.Close();
        }
    }

    public void RecordError(int streamId, string message) => Server.Errors.Add(new Http2ProtocolError(Record.Number, streamId, message));

    /// <summary>Sends GOAWAY.</summary>
    /// <param name="code">The error code.</param>
    /// <param name="debugText">The debug data.</param>
    /// <param name="lastStreamId">The last stream; null for the newest.</param>
    public void GoAway(Http2ErrorCode code, string debugText, int? lastStreamId)
    {
        var last = lastStreamId ?? Streams.LastServedId;
        if (!_isClosing)
        {
            Streams.LastAllowedId = last;
            Record.Sent(new Http2GoAway(code, debugText, last));
            Output.Write(FrameBytes.GoAway(code, debugText, last));
        }
    }

    public void ChangeSettings(Http2Settings settings)
    {
        var frame = Settings.Send(settings);
        _frames.LimitHeaderTable();
        Output.Write(frame);
    }

    public void Close() => End(RawHttp2StreamEnding.ConnectionClosedByServer, abort: false);

    public void Abort() => End(RawHttp2StreamEnding.ConnectionClosedByServer, abort: true);

    public void CloseWhenIdle()
    {
        _closesWhenIdle = true;
        OnStreamEnded();
    }

    public void OnStreamEnded()
    {
        if (_closesWhenIdle && Streams.IsIdle)
        {
            Close();
        }
    }

    /// <summary>Keeps a stream no longer than until both sides have ended it.</summary>
    public void Forget(ServerStream stream)
    {
        if (stream.IsClosed)
        {
            Streams.Remove(stream.Record.StreamId);
        }
    }

    /// <summary>Resets the connection at once, because the server is disposed of.</summary>
    public void Kill()
    {
        lock (Gate)
        {
            End(RawHttp2StreamEnding.ConnectionClosedByServer, abort: true);
        }

        _transport.Abort();
    }

    private async Task ServeAsync(FrameReader reader)
    {
        if (Rules.Greeting == ConnectionGreeting.Nothing)
        {
            await reader.DiscardAsync().ConfigureAwait(false);
            return;
        }

        if (Rules.Greeting == ConnectionGreeting.Settings)
        {
            Start();
        }

        var isHttp2 = await reader.ReadPrefaceAsync().ConfigureAwait(false);
        if (Rules.Greeting == ConnectionGreeting.Text)
        {
            Refuse(Encoding.UTF8.GetBytes(Rules.GreetingText));
        }
        else if (isHttp2)
        {
            await HandleFramesAsync(reader).ConfigureAwait(false);
        }
        else
        {
            RecordError(0, "The connection does not begin with the preface of HTTP/2.");
            Refuse([]);
        }

        await reader.DiscardAsync().ConfigureAwait(false);
    }

    private void Start()
    {
        lock (Gate)
        {
            ChangeSettings(Rules.Settings);
            foreach (var step in Rules.Steps.Where(step => step.Delay == TimeSpan.Zero))
            {
                Run(step.Actions);
            }

            _timers.Start(Rules.Steps.Where(step => step.Delay > TimeSpan.Zero), step => Run(step.Actions));
        }
    }

    private void Refuse(byte[] text)
    {
        lock (Gate)
        {
            Output.Write(text);
            Close();
        }
    }

    private async Task HandleFramesAsync(FrameReader reader)
    {
        while (await reader.ReadAsync().ConfigureAwait(false) is { } frame)
        {
            lock (Gate)
            {
                if (_isClosing)
                {
                    return;
                }

                Handle(frame);
            }
        }
    }

    private void Handle(Frame frame)
    {
        try
        {
            _frames.Handle(frame);
        }
        catch (Http2ConnectionException exception)
        {
            RecordError(exception.StreamId, exception.Message);
            GoAway(exception.Code, exception.Message, lastStreamId: null);
            Close();
        }
    }

    private void Execute(ImmutableArray<Http2Action> actions)
    {
        lock (Gate)
        {
            Run(actions);
        }
    }

    private void Run(ImmutableArray<Http2Action> actions)
    {
        foreach (var action in actions)
        {
            action.Run(this);
        }
    }

    private void End(RawHttp2StreamEnding ending, bool abort)
    {
        if (_isClosing)
        {
            return;
        }

        _isClosing = true;
        _timers.Stop();
        foreach (var stream in Streams.All)
        {
            stream.OnConnectionClosed(ending);
        }

        Output.Complete(abort);
    }
}
