using Cresta.VoiceCallSession.Sdk.Credentials.Tokens;
using Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Checks;

/// <summary>
/// Whether this machine's clock agrees with the service's: one that is wrong by much makes good tokens look expired or not yet valid.
/// </summary>
internal sealed class ClockCheck : ICheck
{
    public string Name => CheckNames.Clock;

    public IReadOnlyList<string> RestsOn => [];

    public Task<Finding> RunAsync(DiagnosisContext context, CancellationToken cancellationToken) => Task.FromResult(Evaluate(context));

    private static Finding Evaluate(DiagnosisContext context)
    {
        var (skew, whose) = context.ClockSkew is { } own
            ? (own, "the service's") : (context.Calls.Options.Credential.ClockSkew, "the token server's");
        if (skew is not { } ahead)
        {
            return Finding.NotApplicable("no response had a Date header");
        }

        var seconds = FormattableString.Invariant($"{ahead.Duration().TotalSeconds:0}");
        var finding = ahead.Duration() <= ClockSkewText.Tolerated
            ? Finding.Passed($"this machine's clock agrees with {whose}, within {seconds} s")
            : Finding.Warning(
                $"this machine's clock is {seconds} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} {whose}; tokens will look "
                    + $"expired or not yet valid",
                "Synchronize this machine's clock with a time server (NTP).");
        finding.With("aheadSeconds", FormattableString.Invariant($"{ahead.TotalSeconds:0}"));
        return finding;
    }
}
