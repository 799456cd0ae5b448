using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// Makes the participants of a call. Each has a role and at most one id. Thread-safe; every call makes a new message.
/// </summary>
public static class Participants
{
    /// <summary>An agent, by the telephony platform's id.</summary>
    /// <param name="platformAgentId">The agent's id on the platform: 1 to 1024 bytes of UTF-8 without control characters.</param>
    /// <returns>The participant.</returns>
    /// <exception cref="MessageValidationException"><paramref name="platformAgentId"/> is missing or not valid.</exception>
    public static Participant Agent(string platformAgentId) =>
        Create(Participant.Types.Role.Agent, ParticipantId.PlatformAgent(platformAgentId), nameof(platformAgentId));

    /// <summary>An agent who is a user of the service.</summary>
    /// <param name="user">The user: 1 to 1024 bytes of UTF-8 without control characters.</param>
    /// <returns>The participant.</returns>
    /// <exception cref="MessageValidationException"><paramref name="user"/> is missing or not valid.</exception>
    public static Participant AgentUser(string user) =>
        Create(Participant.Types.Role.Agent, ParticipantId.User(user), nameof(user));

    /// <summary>A visitor, the person whom the agent talks with, without an id.</summary>
    /// <returns>The participant.</returns>
    public static Participant Visitor() => Create(Participant.Types.Role.Visitor);

    /// <summary>A visitor, the person whom the agent talks with, by an id from outside the service and the platform.</summary>
    /// <param name="externalUserId">The id: 1 to 1024 bytes of UTF-8 without control characters.</param>
    /// <returns>The participant.</returns>
    /// <exception cref="MessageValidationException"><paramref name="externalUserId"/> is missing or not valid.</exception>
    public static Participant Visitor(string externalUserId) =>
        Create(Participant.Types.Role.Visitor, ParticipantId.External(externalUserId), nameof(externalUserId));

    /// <summary>A participant of any role, without an id.</summary>
    /// <param name="role">
    /// The role. A role that has no name here goes by its number, such as <c>(Participant.Types.Role)7</c>.
    /// </param>
    /// <returns>The participant.</returns>
    /// <exception cref="MessageValidationException"><paramref name="role"/> is unspecified.</exception>
    public static Participant Create(Participant.Types.Role role) => Create(role, ParticipantId.None, nameof(role));

    /// <summary>A participant of any role, by any of the three ids.</summary>
    /// <param name="role">
    /// The role. A role that has no name here goes by its number, such as <c>(Participant.Types.Role)7</c>.
    /// </param>
    /// <param name="id">By what the participant is known: 1 to 1024 bytes of UTF-8 without control characters, or no id at all.</param>
    /// <returns>The participant.</returns>
    /// <exception cref="MessageValidationException">
    /// <paramref name="role"/> is unspecified or <paramref name="id"/> is not valid.
    /// </exception>
    public static Participant Create(Participant.Types.Role role, ParticipantId id) => Create(role, id, parameterName: null);

    private static Participant Create(Participant.Types.Role role, ParticipantId id, string? parameterName)
    {
        var participant = new Participant { Role = role };
        id.WriteTo(participant);
        MessageRules.ThrowIfInvalid(participant, parameterName);
        return participant;
    }
}
