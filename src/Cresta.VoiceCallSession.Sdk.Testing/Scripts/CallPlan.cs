using System.Collections.Immutable;

namespace Cresta.VoiceCallSession.Sdk.Testing.Scripts;

/// <summary>What a <see cref="CallScript"/> says, as the conversation reads it.</summary>
internal sealed record CallPlan
{
    /// <summary>Answers every k-th message; 0 answers none.</summary>
    public int AnswerEvery { get; init; } = 1;

    public bool AnswersConfiguration { get; init; } = true;

    /// <summary>How often each answer is sent.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>This many answers are gathered and then sent in reverse.</summary>
    public int ReverseWindow { get; init; } = 1;

    public bool OmitsSequenceId { get; init; }

    /// <summary>Sequence id of one more answer after each answer; null for none.</summary>
    public string? StraySequenceId { get; init; }

    /// <summary>Further responses to each message.</summary>
    public int Flood { get; init; }

    public string? ConversationName { get; init; }

    public TimeSpan Delay { get; init; }

    public ImmutableArray<MessageFailure> Failures { get; init; } = [];

    public int? GoAwayAfter { get; init; }

    public bool NeverEnds { get; init; }

    public StreamCut? Cut { get; init; }

    /// <summary>The earlier of two cuts is the only one that can happen; at the same message the one said last counts.</summary>
    public CallPlan With(StreamCut cut) => Cut is { } first && first.AfterMessages < cut.AfterMessages ? this : this with { Cut = cut };

    public ScriptedStatus? FailureOf(ReceivedMessage message)
    {
        foreach (var failure in Failures)
        {
            if (failure.Matches(message))
            {
                return failure.Status;
            }
        }

        return null;
    }

    public bool Answers(ReceivedMessage message) =>
        message.SequenceId.Length > 0
        && AnswerEvery > 0
        && message.Number % AnswerEvery == 0
        && (AnswersConfiguration || message.Kind != ReceivedMessageKind.Configuration);
}
