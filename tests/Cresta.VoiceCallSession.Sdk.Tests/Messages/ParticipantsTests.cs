using Cresta.VoiceCallSession.V1;
using Role = Cresta.VoiceCallSession.V1.Participant.Types.Role;

namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

public sealed class ParticipantsTests
{
    public static TheoryData<string> ValidIds => Texts.ValidIds;

    public static TheoryData<string?, string> InvalidIds => Texts.InvalidIds;

    public static TheoryData<string, Func<string, Participant>> IdFactories => new()
    {
        { "platformAgentId", Participants.Agent },
        { "user", Participants.AgentUser },
        { "externalUserId", Participants.Visitor },
        { "platformAgentId", id => Participants.Create(Role.Visitor, ParticipantId.PlatformAgent(id)) },
        { "user", id => Participants.Create((Role)9, ParticipantId.User(id)) },
        { "externalUserId", id => Participants.Create(Role.Agent, ParticipantId.External(id)) },
    };

    [Fact]
    public void Each_factory_sets_its_role_and_its_id()
    {
        Assert.Equal(new Participant { Role = Role.Agent, PlatformAgentId = "x" }, Participants.Agent("x"));
        Assert.Equal(new Participant { Role = Role.Agent, User = "x" }, Participants.AgentUser("x"));
        Assert.Equal(new Participant { Role = Role.Visitor }, Participants.Visitor());
        Assert.Equal(new Participant { Role = Role.Visitor, ExternalUserId = "x" }, Participants.Visitor("x"));
        Assert.Equal(new Participant { Role = Role.Agent }, Participants.Create(Role.Agent));
        Assert.Equal(new Participant { Role = Role.Agent }, Participants.Create(Role.Agent, ParticipantId.None));
        Assert.Equal(new Participant { Role = (Role)7, User = "x" }, Participants.Create((Role)7, ParticipantId.User("x")));
    }

    [Theory]
    [MemberData(nameof(ValidIds))]
    public void An_id_is_taken_as_it_is(string id)
    {
        Assert.Equal(id, Participants.Agent(id).PlatformAgentId);
        Assert.Equal(id, Participants.AgentUser(id).User);
        Assert.Equal(id, Participants.Visitor(id).ExternalUserId);
    }

    [Theory]
    [MemberData(nameof(IdFactories), DisableDiscoveryEnumeration = true)]
    public void A_bad_id_is_refused_by_its_field(string field, Func<string, Participant> create)
    {
        foreach (var (id, expected) in InvalidIds.Select(row => ((string?)row[0], (string)row[1])))
        {
            var fault = Assert.Single(Assert.Throws<MessageValidationException>(() => create(id!)).Faults);
            Assert.StartsWith($"{field} is ", fault, StringComparison.Ordinal);
            Assert.Contains(expected, fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_exception_names_the_argument() =>
        Assert.Equal("platformAgentId", Assert.Throws<MessageValidationException>(() => Participants.Agent(string.Empty)).ParamName);

    [Fact]
    public void An_unspecified_role_is_refused_with_all_else()
    {
        var exception = Assert.Throws<MessageValidationException>(
            () => Participants.Create(Role.Unspecified, ParticipantId.User("\0")));
        Assert.Equal(["role", "user"], exception.Faults.Select(f => f.Split(' ')[0]));
        Assert.Throws<MessageValidationException>(() => Participants.Create(Role.Unspecified));
    }

    [Fact]
    public void An_id_has_one_kind_and_compares_by_value()
    {
        Assert.Equal(ParticipantId.User("x"), ParticipantId.User("x"));
        Assert.NotEqual(ParticipantId.User("x"), ParticipantId.External("x"));
        Assert.Equal(Participant.ParticipantIdOneofCase.None, default(ParticipantId).Kind);
        Assert.Equal(ParticipantId.None, default);
        Assert.Empty(ParticipantId.None.Value);
        Assert.Equal("x", ParticipantId.PlatformAgent("x").Value);
    }

    [Fact]
    public void I10_two_ids_cannot_be_given_at_once()
    {
        var factories = typeof(Participants).GetMethods().Where(method => method.IsStatic).ToList();
        Assert.True(factories.Count >= 6);
        Assert.All(factories, factory => Assert.InRange(
            factory.GetParameters().Count(p => p.ParameterType == typeof(string) || p.ParameterType == typeof(ParticipantId)), 0, 1));

        // Nor in a message made by hand: the later one takes the earlier one's place.
        var made = new Participant { User = "u", PlatformAgentId = "a" };
        Assert.Equal((Participant.ParticipantIdOneofCase.PlatformAgentId, ""), (made.ParticipantIdCase, made.User));
    }

    [Fact]
    public void A_participant_is_new_each_time() => Assert.NotSame(Participants.Visitor(), Participants.Visitor());
}
