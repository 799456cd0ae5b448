using Cresta.VoiceCallSession.Sdk.Testing.Records;
using Cresta.VoiceCallSession.Sdk.Testing.Rest;
using Cresta.VoiceCallSession.Sdk.Testing.Scripts;

namespace Cresta.VoiceCallSession.Sdk.Testing.Conversations;

/// <summary>What all streams of a server share. It outlives a restart. Thread-safe.</summary>
internal sealed class ServiceState(Type owner, TimeProvider timeProvider, bool keepAudio, RestBehavior rest)
{
    private volatile string? _requiredAuthorization;
    private volatile Func<string?, bool>? _authorizationCheck;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public bool KeepAudio { get; } = keepAudio;

    public ScriptRegistry Scripts { get; } = new();

    public RestBehaviorRegistry Rest { get; } = new(rest);

    public CallRecords Log { get; } = new(owner);

    public ConversationNames Names { get; } = new();

    public string? RequiredAuthorization
    {
        get => _requiredAuthorization;
        set => _requiredAuthorization = value;
    }

    public Func<string?, bool>? AuthorizationCheck
    {
        get => _authorizationCheck;
        set => _authorizationCheck = value;
    }
}
