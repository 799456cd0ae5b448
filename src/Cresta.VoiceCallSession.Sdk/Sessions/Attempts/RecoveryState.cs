using System.Collections.Immutable;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>What a call has tried already to recover from the ends of its streams.</summary>
internal sealed record RecoveryState
{
    public static RecoveryState Initial { get; } = new();

    /// <summary>Whether another token has been asked for since a stream last made progress.</summary>
    public bool IsTokenRefreshed { get; init; }

    /// <summary>Whether what was left unanswered at the end of the call has been sent again.</summary>
    public bool IsUnansweredResent { get; init; }

    /// <summary>Whether messages that the server has had no chance to answer have been sent again.</summary>
    public bool IsUncertainResent { get; init; }

    /// <summary>
    /// For each stream in a row that ended with a status that may be the answer to one message, without progress between them: the id of
    /// the first message that was not acknowledged.
    /// </summary>
    public ImmutableArray<string> SuspectedMessages { get; init; } = [];
}
