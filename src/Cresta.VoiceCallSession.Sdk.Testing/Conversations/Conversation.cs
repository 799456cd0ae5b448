using Cresta.VoiceCallSession.Sdk.Testing.Records;
using Cresta.VoiceCallSession.Sdk.Testing.Scripts;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Testing.Conversations;

/// <summary>
/// One stream from its opening to its end, whatever the transport: reads, records, checks, waits, answers, and does what the script says.
/// </summary>
internal sealed class Conversation(ServiceState state, ICallStream stream, CallRecorder recorder, RecordedCall call)
{
    private readonly AnswerSender _answers = new(stream, recorder);
    private CallPlan? _plan;
    private StreamingConfig? _configuration;
    private string _conversationName = "";

    public async Task<StreamOutcome> RunAsync()
    {
        var opening = recorder.Opening;
        if (ProtocolCheck.Unauthorized(opening.Headers, state) is { } refusal)
        {
            return StreamOutcome.EndedWith(refusal);
        }

        _plan = state.Scripts.AtOpening();
        if (_plan is not null && await ReachedAsync(_plan, 0).ConfigureAwait(false) is { } atOnce)
        {
            return atOnce;
        }

        for (var number = 1; await stream.ReadAsync(number).ConfigureAwait(false) is { } message; number++)
        {
            if (await TreatAsync(message).ConfigureAwait(false) is { } outcome)
            {
                return outcome;
            }
        }

        return await HalfClosedAsync().ConfigureAwait(false);
    }

    private async ValueTask<StreamOutcome?> TreatAsync(ReceivedMessage message)
    {
        var violation = ProtocolCheck.ViolationOf(message, _configuration);
        if (message.Configuration is { } given)
        {
            _configuration ??= given;
            _plan ??= state.Scripts.ForCall(given.PlatformCallId);
        }

        // The timer is there before the message is recorded, so that a test that has seen the message may advance the clock.
        var delay = _plan is { Delay.Ticks: > 0 } slow ? Task.Delay(slow.Delay, state.TimeProvider, stream.Aborted) : Task.CompletedTask;
        recorder.Received(message);
        if (violation is not null)
        {
            return StreamOutcome.EndedWith(violation);
        }

        if (message.Configuration is { } accepted)
        {
            _conversationName = _plan!.ConversationName ?? state.Names.For(accepted);
            recorder.Named(_conversationName);
            state.Log.Configured.Add(call);
        }

        await delay.ConfigureAwait(false);
        await _answers.SendAsync(_plan!, _conversationName, message).ConfigureAwait(false);
        return await ReachedAsync(_plan!, message.Number).ConfigureAwait(false);
    }

    private async ValueTask<StreamOutcome?> ReachedAsync(CallPlan plan, int messages)
    {
        // A plan that is known only from the configuration starts at message 1 with what it has for 0.
        if (plan.GoAwayAfter is { } goAway && (goAway == messages || (goAway == 0 && messages == 1)))
        {
            recorder.Opening.Connection.GoAway();
        }

        if (plan.Cut is not { } cut || messages < cut.AfterMessages)
        {
            return null;
        }

        if (cut.Kind == CutKind.StopReading)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, state.TimeProvider, stream.Aborted).ConfigureAwait(false);
        }

        return cut.Kind switch
        {
            CutKind.Reset => new StreamOutcome(CallEnding.ResetByServer) { ErrorCode = cut.ErrorCode },
            CutKind.AbortConnection => new StreamOutcome(CallEnding.ConnectionAbortedByServer),
            _ => StreamOutcome.EndedWith(cut.Status),
        };
    }

    private async Task<StreamOutcome> HalfClosedAsync()
    {
        recorder.HalfClosed();
        if (_configuration is null)
        {
            return StreamOutcome.EndedWith(ProtocolCheck.EmptyStream);
        }

        if (_plan is not null)
        {
            await _answers.ReleaseAsync(_plan).ConfigureAwait(false);
        }

        if (_plan is { NeverEnds: true })
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, state.TimeProvider, stream.Aborted).ConfigureAwait(false);
        }

        return StreamOutcome.Completed;
    }
}
