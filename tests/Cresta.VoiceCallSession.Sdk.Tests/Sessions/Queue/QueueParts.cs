using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Queue;

/// <summary>
/// The parts of a queue, put together as <see cref="CallQueue"/> does, without its lock. Time stands still unless a test moves it.
/// </summary>
internal sealed class QueueParts
{
    public QueueParts(Action<VoiceCallSessionClientOptions>? configure = null, AudioShape? shape = null,
        Action<ServerCapabilities>? learn = null)
    {
        var options = new VoiceCallSessionClientOptions { TimeProvider = Time };
        configure?.Invoke(options);
        var server = new ServerCapabilities();
        learn?.Invoke(server);
        Settings = CallQueueSettings.From(options, shape ?? new AudioShape(1, 8000), server);
        Ledger = new DeliveryLedger(cumulative: true, server, Time);
        Budget = new QueueBudget(Settings);
        Pool = new MessagePool(Settings.Envelopes);
        Waiting = new WaitingMessages(Settings, Ledger, Budget, Pool, new AsyncSignal());
        Replay = new ReplayBuffer(Settings, Budget, Waiting, NewTimer(() => EvictionTimeouts++));
        Admission = new AdmissionPolicy(Settings, Budget, Waiting, Replay, Blocked);
        Assembler = new ChunkAssembler(Settings, Budget, Waiting, Pool, NewTimer(() => Assembler!.ReleaseLate()));
    }

    public FakeTimeProvider Time { get; } = new();

    public CallQueueSettings Settings { get; }

    public DeliveryLedger Ledger { get; }

    public QueueBudget Budget { get; }

    public MessagePool Pool { get; }

    public WaitingMessages Waiting { get; }

    public ReplayBuffer Replay { get; }

    public BlockedSenders Blocked { get; } = new();

    public AdmissionPolicy Admission { get; }

    public ChunkAssembler Assembler { get; private set; }

    public ParticipantAudio Agent { get; } = new(Participants.Agent("a"));

    public ParticipantAudio Visitor { get; } = new(Participants.Visitor("v"));

    public int EvictionTimeouts { get; private set; }

    /// <summary>Joins audio that was admitted.</summary>
    public string Join(ParticipantAudio track, params byte[] audio)
    {
        var id = Assembler.Join(track, audio, wantsId: true);
        track.OfferedBytes += audio.Length;
        return id;
    }

    /// <summary>Takes the first message and writes it.</summary>
    public OutboundMessage Write()
    {
        var message = Waiting.TakeReady() ?? throw new InvalidOperationException("There is nothing to write.");
        Ledger.OnSending(message);
        Waiting.Leave(message);
        if (Replay.Keeps(message))
        {
            Replay.Add(message, participants: 2);
        }
        else
        {
            Waiting.Recycle(message);
        }

        return message;
    }

    /// <summary>Writes so many chunks of the participant, each of 800 bytes.</summary>
    public void WriteChunks(ParticipantAudio track, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Join(track, new byte[800]);
            Write();
        }
    }

    /// <summary>Queues an event.</summary>
    public OutboundMessage AddEvent(int bytes = 10)
    {
        var message = new OutboundMessage { Event = new EventRecord("X"), EventBytes = bytes };
        new EventIntake(Settings, Budget, Waiting, Replay).Enqueue(message, customId: null);
        return message;
    }

    public void Answer(string id)
    {
        var settlement = Ledger.OnAnswer(id, status: null);
        Replay.Settle(settlement);
        Waiting.Settle(settlement);
    }

    private ITimer NewTimer(Action onDue) =>
        Time.CreateTimer(_ => onDue(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
