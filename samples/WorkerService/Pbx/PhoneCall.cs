using System.Threading.Channels;
using Cresta.VoiceCallSession.Sdk;

namespace WorkerService.Pbx;

/// <summary>
/// A simulated phone call: two legs of µ-law audio as RTP brings it, in frames of 20 ms, and a second on hold in every five.
/// </summary>
internal sealed class PhoneCall(int number, TimeSpan? duration)
{
    public const int SampleRate = 8000;

    public static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan HoldCycle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HoldDuration = TimeSpan.FromSeconds(1);
    private static readonly byte[] AgentVoice = Tone(hertz: 400);
    private static readonly byte[] CallerVoice = Tone(hertz: 250);

    private readonly Channel<PhoneSignal> _signals = Channel.CreateUnbounded<PhoneSignal>();
    private readonly TimeSpan _heldAt = TimeSpan.FromSeconds(1 + (number % 3));
    private volatile FrameHandler? _onFrame;
    private TimeSpan _position;

    /// <summary>Never the same for two calls, also of two runs.</summary>
    public string Id { get; } = $"pbx-{number}-{Guid.NewGuid():N}";

    public string AgentId { get; } = $"agent-{number}";

    public bool IsOver { get; private set; }

    /// <summary>Takes the call, which has been ringing: media flow from now on.</summary>
    public void Answer(FrameHandler onFrame) => _onFrame = onFrame;

    /// <summary>Takes no more frames of the call. On the phone it may go on.</summary>
    public void Release() => _onFrame = null;

    public Task<PhoneSignal> NextSignalAsync() => _signals.Reader.ReadAsync().AsTask();

    /// <summary>Lets the next 20 ms of the call happen. For the media thread.</summary>
    public void Tick()
    {
        if (_onFrame is not { } onFrame)
        {
            return;
        }

        if (_position == duration)
        {
            IsOver = true;
            _onFrame = null;
            _signals.Writer.TryWrite(PhoneSignal.HungUp);
            return;
        }

        var inCycle = TimeSpan.FromTicks(_position.Ticks % HoldCycle.Ticks);
        if (inCycle == _heldAt)
        {
            _signals.Writer.TryWrite(PhoneSignal.Held);
        }
        else if (inCycle == _heldAt + HoldDuration)
        {
            _signals.Writer.TryWrite(PhoneSignal.Retrieved);
        }

        onFrame(Leg.Agent, AgentVoice);
        onFrame(Leg.Caller, CallerVoice);
        _position += Frame;
    }

    /// <summary>One frame of a tone that fits into it with whole waves, so that frames join without a click.</summary>
    private static byte[] Tone(int hertz)
    {
        var frame = new byte[(int)(SampleRate * Frame.TotalSeconds)];
        for (var i = 0; i < frame.Length; i++)
        {
            frame[i] = G711.EncodeMulaw((short)(8000 * Math.Sin(Math.Tau * hertz * i / SampleRate)));
        }

        return frame;
    }
}
