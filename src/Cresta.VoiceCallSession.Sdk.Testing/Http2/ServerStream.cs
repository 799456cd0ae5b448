using System.Collections.Immutable;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Codecs;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>One stream: reads its messages, and does what its plan says. Guarded by the connection's lock.</summary>
internal sealed class ServerStream
{
    private readonly int _id;
    private readonly StreamRules _rules;
    private readonly ICallCodec _codec;
    private readonly StreamSender _sender;
    private readonly StepTimers _timers;
    private int _messages;
    private string _newestId = "";
    private long _unreturnedBytes;
    private bool _stopsReading;
    private bool _isTornDown;

    public ServerStream(ServerConnection connection, int id, int number, StreamRules rules, IReadOnlyList<HeaderField> headers)
    {
        Connection = connection;
        _id = id;
        _rules = rules;
        _codec = RequestHead.CodecFor(headers);
        _timers = new StepTimers(connection.Server.TimeProvider, connection.Gate);
        var window = new SendWindow(connection.InitialSendWindow);
        _sender = new StreamSender(id, connection.Output, connection.Window, window, OnEnding, OnEnded);
        Response = new StreamResponse(_sender, _codec, rules, message => connection.RecordError(id, message));
        Record = new RawHttp2Stream(number, id, connection.Record, _codec.Transport, headers, connection.Server.TimeProvider, Execute);
    }

    public ServerConnection Connection { get; }

    public StreamResponse Response { get; }

    public RawHttp2Stream Record { get; }

    public bool IsRunning => Record.Ending == RawHttp2StreamEnding.Running;

    /// <summary>Whether neither side sends anything more.</summary>
    public bool IsClosed => _isTornDown || (_sender.IsComplete && !IsRunning && Record.ClientHalfClosed);

    public void Start()
    {
        if (!_rules.HoldsHeaders && !_rules.LeavesResponseToAction && _codec.Method != RequestMethod.Unknown)
        {
            Response.Begin();
        }

        RunSteps(step => step.IsDueAfter(messages: 0));
        if (_codec.Method == RequestMethod.Unknown && !_rules.NeverEnds)
        {
            Response.End(_codec.NoSuchMethod);
        }

        if (IsRunning)
        {
            _timers.Start(_rules.Steps, step => Execute(step.Actions));
        }
    }

    /// <summary>A DATA frame.</summary>
    /// <param name="content">Its content.</param>
    /// <param name="length">How much of the windows it takes, with its padding.</param>
    /// <param name="endsStream">Whether it half-closes the stream.</param>
    public void OnData(ReadOnlySpan<byte> content, int length, bool endsStream)
    {
        _unreturnedBytes += length;
        if (_unreturnedBytes > Connection.LargestReceiveWindow)
        {
            Connection.RecordError(_id, $"DATA exceed the stream's window by {_unreturnedBytes - Connection.LargestReceiveWindow} bytes.");
        }

        _codec.Framing.Append(content);
        ReadMessages();
        if (endsStream)
        {
            OnHalfClose();
        }
        else if (!_stopsReading && !_isTornDown && length > 0)
        {
            _unreturnedBytes -= length;
            Connection.Output.Write(FrameBytes.WindowUpdate(_id, length));
        }
    }

    public void OnHalfClose()
    {
        _codec.Framing.Complete();
        ReadMessages();
        Record.HalfClose();
        if (_stopsReading || _isTornDown)
        {
            return;
        }

        if (_codec.Framing.HasPart && _codec.Method != RequestMethod.Unknown)
        {
            Connection.RecordError(_id, "The request ends inside a message.");
        }

        RunSteps(step => step.Trigger == StreamTrigger.HalfClose);
        if (!_rules.NeverEnds && !_rules.HasTimedResponse)
        {
            EndWell();
        }
    }

    /// <summary>RST_STREAM of the client.</summary>
    public void OnReset(Http2ErrorCode code)
    {
        Record.ResetByClient(code);
        Record.End(RawHttp2StreamEnding.ResetByClient, code);
        TearDown();
    }

    /// <summary>The connection is over.</summary>
    public void OnConnectionClosed(RawHttp2StreamEnding ending)
    {
        Record.End(ending, null);
        TearDown();
    }

    public void Reset(Http2ErrorCode code)
    {
        if (!_isTornDown)
        {
            // In this order: what a client can see is recorded by then, and the connection may close when its last stream has ended.
            Record.End(RawHttp2StreamEnding.ResetByServer, code);
            Connection.Output.Write(FrameBytes.RstStream(_id, code));
            TearDown();
        }
    }

    public void StopReading() => _stopsReading = true;

    public void SendFrame(FrameType type, FrameFlags flags, byte[] payload) =>
        Connection.Output.Write(FrameBytes.Of(type, flags, _id, payload));

    public void AnswerPart(int bytes) => Response.AnswerPart(_newestId, bytes);

    /// <summary>The client's windows have grown.</summary>
    public void Pump() => _sender.Pump();

    /// <summary>Changes how much the client takes.</summary>
    /// <returns>False when it is more than allowed.</returns>
    public bool ChangeWindow(long bytes) => _sender.Window.Change(bytes);

    private void ReadMessages()
    {
        while (!_stopsReading && !_isTornDown && _codec.Method != RequestMethod.Unknown && TryRead() is { } message)
        {
            if (message.SequenceId.Length > 0)
            {
                _newestId = message.SequenceId;
                if (IsRunning && !_sender.IsComplete && _rules.AnswersMessage(message.Number))
                {
                    Record.Answered();
                    Response.Answer(message.SequenceId);
                }
            }

            RunSteps(step => step.IsDueAfter(message.Number));
        }
    }

    private ReceivedMessage? TryRead()
    {
        ReceivedMessage message;
        var number = _messages + 1;
        try
        {
            if (!_codec.Framing.TryRead(out var bytes))
            {
                return null;
            }

            message = _codec.Read(bytes, number);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException or InvalidDataException)
        {
            Connection.RecordError(_id, $"Message {number} cannot be read: {exception.Message}");
            message = new ReceivedMessage(number, ReceivedMessageKind.Nothing, null, "");
        }

        _messages = number;
        Record.Received(message);
        return message;
    }

    private void EndWell()
    {
        if (_codec.Method.IsUnary && _rules.AnswersMessage(number: 1) && IsRunning)
        {
            Record.Answered();
            Response.AnswerEvent();
        }

        Response.EndWell();
    }

    private void RunSteps(Func<PlanStep, bool> isDue)
    {
        if (IsRunning)
        {
            foreach (var step in _rules.Steps.Where(isDue))
            {
                Run(step);
            }
        }
    }

    private void Run(PlanStep step) => Run(step.Actions);

    private void Run(ImmutableArray<Http2Action> actions)
    {
        foreach (var action in actions)
        {
            action.Run(this);
        }
    }

    private void Execute(ImmutableArray<Http2Action> actions)
    {
        lock (Connection.Gate)
        {
            Run(actions);
            Connection.Forget(this);
        }
    }

    private void OnEnding() => Record.End(RawHttp2StreamEnding.EndedByServer, null);

    private void OnEnded()
    {
        _timers.Stop();
        Connection.OnStreamEnded();
    }

    private void TearDown()
    {
        _isTornDown = true;
        _sender.Drop();
        OnEnded();
    }
}
