using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// By what a participant is known: a user of the service, an id on the telephony platform, or an id from elsewhere. It is one of them or
/// none, as the wire's <c>participant_id</c>. Immutable, thread-safe; the default value is <see cref="None"/>.
/// </summary>
public readonly record struct ParticipantId
{
    private readonly string? _value;

    private ParticipantId(Participant.ParticipantIdOneofCase kind, string? value)
    {
        Kind = kind;
        _value = value;
    }

    /// <summary>No id: the participant is known by the role alone.</summary>
    public static ParticipantId None => default;

    /// <summary>Which of the three ids it is, or none.</summary>
    public Participant.ParticipantIdOneofCase Kind { get; }

    /// <summary>The id; empty for <see cref="None"/>.</summary>
    public string Value => _value ?? string.Empty;

    internal string FieldName => Kind switch
    {
        Participant.ParticipantIdOneofCase.User => "user",
        Participant.ParticipantIdOneofCase.PlatformAgentId => "platformAgentId",
        _ => "externalUserId",
    };

    /// <summary>A user of the service (<c>user</c>; name documented, number seen).</summary>
    /// <param name="user">1 to 1024 bytes of UTF-8 without control characters; checked when the participant is made.</param>
    /// <returns>The id.</returns>
    public static ParticipantId User(string user) => new(Participant.ParticipantIdOneofCase.User, user);

    /// <summary>An agent, by the telephony platform's id (<c>platformAgentId</c>; name documented, number seen).</summary>
    /// <param name="platformAgentId">1 to 1024 bytes of UTF-8 without control characters; checked when the participant is made.</param>
    /// <returns>The id.</returns>
    public static ParticipantId PlatformAgent(string platformAgentId) =>
        new(Participant.ParticipantIdOneofCase.PlatformAgentId, platformAgentId);

    /// <summary>
    /// A person, by an id from outside the service and the platform (<c>externalUserId</c>; name documented, number seen).
    /// </summary>
    /// <param name="externalUserId">1 to 1024 bytes of UTF-8 without control characters; checked when the participant is made.</param>
    /// <returns>The id.</returns>
    public static ParticipantId External(string externalUserId) =>
        new(Participant.ParticipantIdOneofCase.ExternalUserId, externalUserId);

    internal static ParticipantId Of(Participant participant) => participant.ParticipantIdCase switch
    {
        Participant.ParticipantIdOneofCase.User => User(participant.User),
        Participant.ParticipantIdOneofCase.PlatformAgentId => PlatformAgent(participant.PlatformAgentId),
        Participant.ParticipantIdOneofCase.ExternalUserId => External(participant.ExternalUserId),
        _ => None,
    };

    internal void WriteTo(Participant participant)
    {
        switch (Kind)
        {
            case Participant.ParticipantIdOneofCase.User:
                participant.User = Value;
                break;
            case Participant.ParticipantIdOneofCase.PlatformAgentId:
                participant.PlatformAgentId = Value;
                break;
            case Participant.ParticipantIdOneofCase.ExternalUserId:
                participant.ExternalUserId = Value;
                break;
        }
    }
}
