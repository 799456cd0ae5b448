using Cresta.VoiceCallSession.Sdk.Validation;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>The settings of a client's health check.</summary>
public sealed class VoiceCallSessionHealthCheckOptions
{
    /// <summary>The name of the check among the application's.</summary>
    /// <value>Null by default: <c>cresta-voice-call-session</c>, followed by a colon and the client's name where it has one.</value>
    public string? Name { get; set; }

    /// <summary>What is reported where no call could be opened.</summary>
    /// <value><see cref="HealthStatus.Unhealthy"/> by default.</value>
    public HealthStatus FailureStatus { get; set; } = HealthStatus.Unhealthy;

    /// <summary>Tags, to tell readiness from liveness for one.</summary>
    /// <value>Empty by default.</value>
    public ICollection<string> Tags { get; } = [];

    /// <summary>The longest that the endpoint and the token endpoint together may take to answer.</summary>
    /// <value>10 ms to 1 day; 5 s by default.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a result is given again, so that frequent asking does not become a load.</summary>
    /// <value>0 (never) to 1 day; 10 s by default.</value>
    public TimeSpan CacheDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the client's last failure degrades it, where nothing has succeeded since.</summary>
    /// <value>0 (not at all) to 1 day; 1 minute by default.</value>
    public TimeSpan FailureWindow { get; set; } = TimeSpan.FromMinutes(1);

    internal IEnumerable<string> Validate()
    {
        var faults = DurationRules.TimeoutFaults((nameof(Timeout), Timeout))
            .Concat(DurationRules.OptionalFaults(nameof(CacheDuration), CacheDuration, "check each time"))
            .Concat(DurationRules.OptionalFaults(nameof(FailureWindow), FailureWindow, "not at all"));
        foreach (var fault in faults)
        {
            yield return fault;
        }

        if (!Enum.IsDefined(FailureStatus))
        {
            yield return $"FailureStatus is {(int)FailureStatus}; give one of {string.Join(", ", Enum.GetNames<HealthStatus>())}.";
        }
    }
}
