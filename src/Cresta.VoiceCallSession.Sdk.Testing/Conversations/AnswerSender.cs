using Cresta.VoiceCallSession.Sdk.Testing.Messages;
using Cresta.VoiceCallSession.Sdk.Testing.Records;
using Cresta.VoiceCallSession.Sdk.Testing.Scripts;

namespace Cresta.VoiceCallSession.Sdk.Testing.Conversations;

/// <summary>Turns a message into the responses that the script asks for, and sends them.</summary>
internal sealed class AnswerSender(ICallStream stream, CallRecorder recorder)
{
    private static readonly Google.Rpc.Status Ok = new();

    private readonly List<Answer> _held = [];

    public async ValueTask SendAsync(CallPlan plan, string conversationName, ReceivedMessage message)
    {
        var failure = plan.FailureOf(message);
        if (failure is not null || plan.Answers(message))
        {
            var sequenceId = plan.OmitsSequenceId ? "" : message.SequenceId;
            var answer = new Answer(sequenceId, conversationName, failure?.ToStatus() ?? Ok);
            await AnswerAsync(plan, answer).ConfigureAwait(false);
            if (plan.StraySequenceId is { } stray)
            {
                await WriteAsync(new Answer(stray, conversationName, Ok)).ConfigureAwait(false);
            }
        }

        for (var i = 0; i < plan.Flood; i++)
        {
            await WriteAsync(new Answer("", conversationName, Ok)).ConfigureAwait(false);
        }
    }

    /// <summary>Sends what is held back for the reverse order.</summary>
    public async ValueTask ReleaseAsync(CallPlan plan)
    {
        for (var i = _held.Count - 1; i >= 0; i--)
        {
            await WriteCopiesAsync(plan, _held[i]).ConfigureAwait(false);
        }

        _held.Clear();
    }

    private async ValueTask AnswerAsync(CallPlan plan, Answer answer)
    {
        if (plan.ReverseWindow == 1)
        {
            await WriteCopiesAsync(plan, answer).ConfigureAwait(false);
            return;
        }

        _held.Add(answer);
        if (_held.Count == plan.ReverseWindow)
        {
            await ReleaseAsync(plan).ConfigureAwait(false);
        }
    }

    private async ValueTask WriteCopiesAsync(CallPlan plan, Answer answer)
    {
        for (var i = 0; i < plan.Copies; i++)
        {
            await WriteAsync(answer).ConfigureAwait(false);
        }
    }

    // Counted before it is written: whoever has read the response finds it in the record.
    private Task WriteAsync(Answer answer)
    {
        // A transport may swallow what is written to a stream that is gone.
        stream.Aborted.ThrowIfCancellationRequested();
        recorder.Answered();
        return stream.WriteAsync(answer);
    }
}
