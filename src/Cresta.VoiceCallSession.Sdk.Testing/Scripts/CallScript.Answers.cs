using Cresta.VoiceCallSession.Sdk.Testing.Scripts;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <content>How the answers differ from one OK for each sequence id, in order.</content>
public sealed partial class CallScript
{
    /// <summary>Answers only the messages k, 2k, 3k and so on. An answer for each message is not promised by the service.</summary>
    /// <param name="k">Step, from 1; 1 answers every message.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="k"/> is below 1; for no answers use <see cref="NeverAnswer"/>.
    /// </exception>
    public CallScript AnswerEvery(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return new(Plan with { AnswerEvery = k });
    }

    /// <summary>Answers nothing; failures that the script asks for are still sent.</summary>
    public CallScript NeverAnswer() => new(Plan with { AnswerEvery = 0 });

    /// <summary>Does not answer the configuration.</summary>
    public CallScript NotAnsweringConfiguration() => new(Plan with { AnswersConfiguration = false });

    /// <summary>Answers the n-th message with a failing <c>session_status</c>; the stream goes on.</summary>
    /// <param name="number">The message's number, from 1, the configuration.</param>
    /// <param name="code">The code.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is below 1.</exception>
    public CallScript FailMessage(int number, StatusCode code) => FailMessage(number, new ScriptedStatus(code));

    /// <summary>Answers the n-th message with a failing <c>session_status</c>; the stream goes on.</summary>
    /// <param name="number">The message's number, from 1, the configuration.</param>
    /// <param name="status">The status; its trailers do not travel.</param>
    /// <exception cref="ArgumentNullException"><paramref name="status"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is below 1.</exception>
    public CallScript FailMessage(int number, ScriptedStatus status)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return FailMessagesWhere(message => message.Number == number, status);
    }

    /// <summary>Answers every message that matches with a failing <c>session_status</c>; the stream goes on.</summary>
    /// <param name="predicate">Tells the messages; called from the server's threads, so it has to be thread-safe.</param>
    /// <param name="status">The status; its trailers do not travel. Of several failures that match, the one added first counts.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public CallScript FailMessagesWhere(Func<ReceivedMessage, bool> predicate, ScriptedStatus status)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        ArgumentNullException.ThrowIfNull(status);
        return new(Plan with { Failures = Plan.Failures.Add(new MessageFailure(predicate, status)) });
    }

    /// <summary>Sends every answer several times.</summary>
    /// <param name="copies">How often in all, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="copies"/> is below 1.</exception>
    public CallScript RepeatAnswers(int copies)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        return new(Plan with { Copies = copies });
    }

    /// <summary>Gathers some answers and sends them in reverse order; what is gathered at the client's half-close is sent then.</summary>
    /// <param name="window">How many answers, from 1; 1 keeps the order.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public CallScript ReverseAnswers(int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        return new(Plan with { ReverseWindow = window });
    }

    /// <summary>Leaves the sequence id of every answer empty.</summary>
    public CallScript AnswerWithoutSequenceId() => new(Plan with { OmitsSequenceId = true });

    /// <summary>Sends one more OK after every answer, about a sequence id of the script's choice.</summary>
    /// <param name="sequenceId">The id, for example one that the client never sent; may be empty.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sequenceId"/> is null.</exception>
    public CallScript AddStrayAnswers(string sequenceId)
    {
        ArgumentNullException.ThrowIfNull(sequenceId);
        return new(Plan with { StraySequenceId = sequenceId });
    }

    /// <summary>Sends further responses to each message, answered or not: OK, without a sequence id.</summary>
    /// <param name="responses">How many for each message, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="responses"/> is negative.</exception>
    public CallScript FloodResponses(int responses) => new(Plan with { Flood = NotNegative(responses) });

    /// <summary>
    /// Gives the call this conversation name instead of <c>profiles/{profile}/conversations/{n}</c>, or <c>{profile}/conversations/{n}</c>
    /// if the profile is a resource name with slashes.
    /// </summary>
    /// <param name="conversationName">The name; may be empty.</param>
    /// <exception cref="ArgumentNullException"><paramref name="conversationName"/> is null.</exception>
    public CallScript WithConversationName(string conversationName)
    {
        ArgumentNullException.ThrowIfNull(conversationName);
        return new(Plan with { ConversationName = conversationName });
    }
}
