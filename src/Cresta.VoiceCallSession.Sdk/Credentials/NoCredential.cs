namespace Cresta.VoiceCallSession.Sdk.Credentials;

internal sealed class NoCredential : CrestaCredential
{
    public override string ToString() => "no credential";

    internal override bool IsAnonymous => true;

    internal override ValueTask<string?> GetAuthorizationAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
}
