using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.Sdk.Validation;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>The settings of a diagnosis. Mutable while being configured; they are copied when it begins.</summary>
public sealed class DiagnosisOptions
{
    /// <summary>The longest that one check may take.</summary>
    /// <value>10 ms to 1 day; 10 s by default.</value>
    public TimeSpan CheckTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The configuration of a call to be opened, and ended at once, for the check of streams: only a stream that the service accepts shows
    /// whether something on the way holds single answers back. An agent may see that call, and its id is used up. No event and no audio is
    /// sent.
    /// </summary>
    /// <value>Null by default: no call is opened. Else as for <see cref="VoiceCallSessionClient.OpenCallSessionAsync"/>.</value>
    public StreamingConfig? TestCall { get; set; }

    internal DiagnosisOptions Copy() => new() { CheckTimeout = CheckTimeout, TestCall = TestCall?.Clone() };

    internal void ThrowIfInvalid(string parameterName)
    {
        var faults = string.Join(' ', DurationRules.TimeoutFaults((nameof(CheckTimeout), CheckTimeout)));
        if (faults.Length > 0)
        {
            throw new ArgumentException($"The options of the diagnosis are wrong: {faults}", parameterName);
        }

        if (TestCall is not null)
        {
            MessageRules.ThrowIfInvalid(TestCall, parameterName);
        }
    }
}
