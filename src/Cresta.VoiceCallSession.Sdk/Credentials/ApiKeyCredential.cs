using System.Diagnostics;

namespace Cresta.VoiceCallSession.Sdk.Credentials;

/// <summary>A key that never changes.</summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class ApiKeyCredential(string apiKey) : CrestaCredential
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _authorization = $"ApiKey {apiKey}";

    /// <summary>A key is what it is.</summary>
    internal override bool CanRefresh => false;

    public override string ToString() => "API key (redacted)";

    internal override ValueTask<string?> GetAuthorizationAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<string?>(_authorization);
}
