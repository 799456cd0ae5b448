using System.Collections.Immutable;
using System.Text;
using RpcStatus = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>
/// The credentials that were sent of late, so that what a server or a gateway says of a request can be told on without them: some repeat the request's headers in their errors.
/// Thread-safe.
/// </summary>
internal sealed class SentSecrets
{
    private const int Kept = 4;
    private const string InPlace = "(redacted)";

    // Anything shorter is found in any text.
    private const int ShortestSecret = 8;

    private ImmutableArray<string> _secrets = [];

    /// <summary>Remembers the value of an <c>authorization</c> header.</summary>
    public void Add(string? authorization)
    {
        if (authorization is null)
        {
            return;
        }

        var secret = authorization[(authorization.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        if (secret.Length >= ShortestSecret && !_secrets.Contains(secret, StringComparer.Ordinal))
        {
            ImmutableInterlocked.Update(ref _secrets, static (known, added) => [.. known.TakeLast(Kept - 1), added], secret);
        }
    }

    public bool AreIn(string text) => _secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal));

    /// <summary>The status without them: in its message they are replaced, and a detail that has one is left out.</summary>
    public RpcStatus Without(RpcStatus status)
    {
        var kept = status.Details.Where(detail => !_secrets.Any(secret => detail.Value.Span.IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0)).ToList();
        return kept.Count == status.Details.Count && !AreIn(status.Message)
            ? status
            : new RpcStatus
            {
                Code = status.Code,
                Message = _secrets.Aggregate(status.Message, (text, secret) => text.Replace(secret, InPlace, StringComparison.Ordinal)),
                Details = { kept },
            };
    }
}
