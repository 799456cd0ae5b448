using Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;
using Cresta.VoiceCallSession.Sdk.Errors;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Checks;

/// <summary>Whether there is a token, or a key, to show to the service, and for how long.</summary>
internal sealed class TokenCheck : ICheck
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);

    public string Name => CheckNames.Token;

    public IReadOnlyList<string> RestsOn => [];

    public async Task<Finding> RunAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        var credential = context.Calls.Options.Credential;
        if (credential.IsAnonymous)
        {
            return Finding.NotApplicable("the client has no credential");
        }

        try
        {
            context.Authorization = await context.Calls.AuthorizeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (VoiceCallSessionException e)
        {
            return WithFacts(Finding.Failed($"{credential}: no token: {FailureText.OneLineOf(e)}",
                "Fix the credential or the token endpoint as the finding says."), credential);
        }

        if (context.Authorization is { } authorization)
        {
            context.Redaction.Use(authorization)?.Dispose();
        }

        return WithFacts(Evaluate(context, credential), credential);
    }

    private static Finding Evaluate(DiagnosisContext context, CrestaCredential credential)
    {
        if (credential.LastFailure is { } failure)
        {
            return Finding.Warning($"{credential}: there is a token, but it could not be renewed: {FailureText.OneLineOf(failure)}",
                "Fix the credential or the token endpoint before the token expires.");
        }

        if (credential.ExpiresAt is not { } expiry)
        {
            return Finding.Passed(!credential.CanRefresh
                ? $"{credential}: does not expire" : $"{credential}: there is a token; its expiry is unknown");
        }

        var left = expiry - context.TimeProvider.GetUtcNow();
        var text = FormattableString.Invariant($"{credential}: there is a token that expires in {Math.Floor(left.TotalSeconds)} s");
        return left <= TimeSpan.Zero
            ? Finding.Failed(
            $"{credential}: the token expired at {expiry:O}", "Return a current token from the provider; check this machine's clock, too.")
            : left < Short ? Finding.Warning(text, "Use tokens with a longer lifetime, or renew them earlier in the provider.")
            : Finding.Passed(text);
    }

    private static Finding WithFacts(Finding finding, CrestaCredential credential)
    {
        finding.With("credential", credential.ToString() ?? "");
        if (credential.ExpiresAt is { } expiry)
        {
            finding.With("expires", expiry.ToString("O"));
        }

        return finding;
    }
}
