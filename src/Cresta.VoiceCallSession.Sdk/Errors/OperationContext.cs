namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>What was being done when it failed: the part of an error message that the failure itself does not know.</summary>
internal sealed class OperationContext(string name, TimeProvider timeProvider)
{
    private readonly long _started = timeProvider.GetTimestamp();

    /// <summary>What a user would call it, for example "Opening the call".</summary>
    public string Name { get; } = name;

    /// <summary>How often it has been tried. Each attempt counts itself when it starts.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset UtcNow => timeProvider.GetUtcNow();

    public TimeSpan Elapsed => timeProvider.GetElapsedTime(_started);
}
