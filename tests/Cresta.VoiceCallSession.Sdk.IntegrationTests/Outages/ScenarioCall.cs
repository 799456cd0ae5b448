using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>One call of a scenario: does the steps, and remembers what it offered.</summary>
internal sealed class ScenarioCall(CallSession session, FaultProxy proxy)
{
    /// <summary>What is offered on hold or paused, and nothing else: none of it may ever arrive.</summary>
    public const byte Unwanted = 255;

    private readonly Dictionary<Participant, List<byte>> _offered = new() { [CallRig.Agent] = [], [CallRig.Visitor] = [] };
    private bool _onHold;
    private bool _paused;
    private bool _healthy = true;
    private string _lastId = "";

    public IReadOnlyDictionary<Participant, List<byte>> Offered => _offered;

    public async Task StepAsync(ScenarioStep step, int amount)
    {
        try
        {
            await DoAsync(step, amount);
        }
        catch (Exception e) when (e is VoiceCallSessionException or InvalidOperationException or OperationCanceledException)
        {
            // The call may be over: what it says of itself is looked at afterwards.
        }
    }

    public void Heal()
    {
        _healthy = true;
        proxy.Heal();
    }

    private async Task DoAsync(ScenarioStep step, int amount)
    {
        switch (step)
        {
            case ScenarioStep.SpeakAsAgent:
                await AwaitAsync(session.SendAudioAsync(Speak(CallRig.Agent, 1 + (amount % 2400)), CallRig.Agent));
                break;
            case ScenarioStep.OfferAFrame:
                session.TrySendAudio(Speak(CallRig.Agent, 1 + (amount % 400)), CallRig.Agent);
                break;
            case ScenarioStep.SendRawAudioOfVisitor:
                var content = StreamCallSessionRequest.ForAudio(Speak(CallRig.Visitor, 1 + (amount % 800)), CallRig.Visitor);
                await AwaitAsync(session.SendAsync(content));
                break;
            case ScenarioStep.SendAnEvent:
                await AwaitAsync(session.SendEventAsync(SessionEventBuilder.CallStarted("any").WithPayload("n", amount).Build()));
                break;
            case ScenarioStep.SendUnderAnOwnId:
                await SendUnderAnOwnIdAsync(amount);
                break;
            case ScenarioStep.HoldOrUnhold:
                _lastId = _onHold ? await session.UnholdAsync() : await session.HoldAsync();
                _onHold = !_onHold;
                break;
            case ScenarioStep.PauseOrResume:
                Toggle();
                break;
            case ScenarioStep.CutAll:
                proxy.CutAll();
                break;
            case ScenarioStep.BlackHole:
                _healthy = false;
                proxy.Add(Toxic.BlackHole());
                break;
            case ScenarioStep.Heal:
                Heal();
                break;
            case ScenarioStep.SlowDown:
                proxy.Add(Toxic.Slicer(1 + (amount % 40)), Toxic.Latency(TimeSpan.FromMilliseconds(amount % 5)));
                break;
            case ScenarioStep.HarmTheNextConnection:
                proxy.AddToNext(amount % 3 == 0 ? Toxic.ResetAfter(1 + amount % 4000) : amount % 3 == 1
                    ? Toxic.HalfCloseAfter(1 + amount % 4000) : Toxic.LimitTo(1 + amount % 4000));
                break;
            case ScenarioStep.RefuseConnections:
                _healthy = false;
                proxy.RefuseConnections();
                proxy.CutAll();
                break;
            default:
                if (_healthy && _lastId.Length > 0)
                {
                    using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
                    await session.WaitForAcknowledgementAsync(_lastId, soon.Token);
                }

                break;
        }
    }

    /// <summary>A caller's id is a text, or a number that is ahead of ours. One that is not taken has offered nothing.</summary>
    private async Task SendUnderAnOwnIdAsync(int amount)
    {
        var id = amount % 2 == 0 || !long.TryParse(_lastId, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? string.Create(CultureInfo.InvariantCulture, $"own-{amount}")
            : string.Create(CultureInfo.InvariantCulture, $"{last + 1 + (amount % 5)}");
        var offered = _offered[CallRig.Visitor];
        var before = offered.Count;
        var content = StreamCallSessionRequest.ForAudio(Speak(CallRig.Visitor, 1 + (amount % 400)), CallRig.Visitor);
        content.SequenceId = id;
        try
        {
            await AwaitAsync(session.SendAsync(content));
        }
        catch (ArgumentException)
        {
            offered.RemoveRange(before, offered.Count - before);
        }
    }

    private async Task AwaitAsync(ValueTask<string> sending)
    {
        var id = await sending;
        _lastId = id.Length > 0 ? id : _lastId;
    }

    private void Toggle()
    {
        if (_paused)
        {
            session.ResumeAudio();
        }
        else
        {
            session.PauseAudio();
        }

        _paused = !_paused;
    }

    private byte[] Speak(Participant participant, int bytes)
    {
        var offered = _offered[participant];
        var audio = _onHold || _paused ? [.. Enumerable.Repeat(Unwanted, bytes)] : CallRig.Ramp(bytes, offered.Count);
        offered.AddRange(audio);
        return audio;
    }
}
