using System.Diagnostics;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>A key that never changes.</summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class ApiKeyCredential(string apiKey) : CrestaCredential
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _authorization = $"ApiKey {apiKey}";

    public override string ToString() => "API key (redacted)";

    internal override ValueTask<string?> GetAuthorizationAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(_authorization);
}
