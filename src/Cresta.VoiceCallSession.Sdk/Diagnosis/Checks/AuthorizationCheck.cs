using Cresta.VoiceCallSession.Sdk.Credentials.Tokens;
using Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;
using Cresta.VoiceCallSession.Sdk.Errors;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Checks;

/// <summary>Whether the service accepts the credential, as far as its answer to the probe tells.</summary>
internal sealed class AuthorizationCheck : ICheck
{
    public string Name => CheckNames.Authorization;

    public IReadOnlyList<string> RestsOn => [CheckNames.Token, CheckNames.Service];

    public Task<Finding> RunAsync(DiagnosisContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Evaluate(context, context.Service!));

    private static Finding Evaluate(DiagnosisContext context, ServiceAnswer answer)
    {
        var finding = answer switch
        {
            { IsRefusedCredential: true } when context.Authorization is null => Finding.Failed(
                $"the service requires a credential, and the client has none: {answer.Text}", "Set the option Credential."),
            { IsRefusedCredential: true } => Finding.Failed(
                $"the service rejects the credential: {answer.Text}{Clock(context)}", ErrorAdvice.For(answer.Code!.Value, default)),
            { IsServerError: true } => Finding.NotApplicable($"the service answered {answer.Text} before it checked the credential"),
            _ when context.Authorization is null => Finding.Passed("the service requires no credential"),
            _ => Finding.Passed("the service accepts the credential"),
        };
        finding.With("status", answer.Code is { } code ? StatusNames.Of(code) : "none");
        return finding;
    }

    private static string Clock(DiagnosisContext context) =>
        context.ClockSkew is { } skew && skew.Duration() > ClockSkewText.Tolerated
            ? "; this machine's clock is wrong, so that valid tokens are rejected: see the check of the clock" : "";
}
