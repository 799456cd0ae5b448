using System.Collections.Immutable;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>The content of an <see cref="Http2StreamPlan"/>.</summary>
internal sealed record StreamRules
{
    public bool HoldsHeaders { get; init; }

    /// <summary>Answers every k-th message; 0 answers none.</summary>
    public int AnswerEvery { get; init; } = 1;

    /// <summary>Answers only the first messages.</summary>
    public int AnswerFirst { get; init; } = int.MaxValue;

    public bool NeverEnds { get; init; }

    /// <summary>Bytes that each answer is made larger by.</summary>
    public int Padding { get; init; }

    public bool Compresses { get; init; }

    public ImmutableArray<HeaderField> Headers { get; init; } = [];

    public ImmutableArray<PlanStep> Steps { get; init; } = [];

    /// <summary>Whether an action begins the response itself, so that neither headers nor answers may come before.</summary>
    public bool LeavesResponseToAction => Steps.Any(step => step.Actions.Any(action => action.BeginsResponse));

    /// <summary>Whether such an action comes by time, perhaps after the client's half-close.</summary>
    public bool HasTimedResponse =>
        Steps.Any(step => step.Trigger == StreamTrigger.Time && step.Actions.Any(action => action.BeginsResponse));

    public bool AnswersMessage(long number) =>
        AnswerEvery > 0 && number % AnswerEvery == 0 && number <= AnswerFirst && !LeavesResponseToAction;
}
