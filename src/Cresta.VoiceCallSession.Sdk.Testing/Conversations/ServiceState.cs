namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>What all streams of a server share. It outlives a restart. Thread-safe.</summary>
internal sealed class ServiceState(TimeProvider timeProvider, bool keepAudio, RestBehavior rest)
{
    private volatile string? _requiredAuthorization;
    private volatile Func<string?, bool>? _authorizationCheck;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public bool KeepAudio { get; } = keepAudio;

    public ScriptRegistry Scripts { get; } = new();

    public RestBehaviorRegistry Rest { get; } = new(rest);

    public CallLog Log { get; } = new();

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
