using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// What happens to a stream that has nothing to send. Whether the service has an idle limit is unknown. Mutable while being configured; a
/// client copies it when it is made.
/// </summary>
public sealed class StreamIdleOptions
{
    /// <summary>What to do.</summary>
    /// <value><see cref="IdleAction.None"/> by default.</value>
    public IdleAction Action { get; set; } = IdleAction.None;

    /// <summary>How long nothing has been sent before it is done.</summary>
    /// <value>10 ms to 1 day; 30 s by default.</value>
    public TimeSpan After { get; set; } = TimeSpan.FromSeconds(30);

    internal StreamIdleOptions Copy() => (StreamIdleOptions)MemberwiseClone();

    internal IEnumerable<string> Validate()
    {
        if (!Enum.IsDefined(Action))
        {
            yield return $"Idle.Action is {(int)Action}; give one of {string.Join(", ", Enum.GetNames<IdleAction>())}.";
        }

        foreach (var fault in DurationRules.TimeoutFaults(("Idle.After", After)))
        {
            yield return fault;
        }
    }
}
