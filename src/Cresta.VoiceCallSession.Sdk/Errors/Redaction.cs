using System.Collections.Immutable;
using System.Text;
using RpcStatus = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>
/// The secrets that were used of late, so that what a server, a gateway or a proxy says can be told on without them: some repeat a request's headers in their errors. Thread-safe.
/// </summary>
internal sealed class Redaction
{
    private const int Kept = 4;
    private const string InPlace = "(redacted)";

    // Anything shorter is part of any text.
    private const int ShortestSecret = 6;

    private ImmutableArray<string> _secrets = [];

    /// <summary>Remembers what follows the scheme in an <c>authorization</c> header.</summary>
    public void AddAuthorization(string authorization) => Add(authorization[(authorization.IndexOf(' ', StringComparison.Ordinal) + 1)..]);

    /// <summary>Remembers a secret.</summary>
    public void Add(string secret)
    {
        if (secret.Length >= ShortestSecret && !_secrets.Contains(secret, StringComparer.Ordinal))
        {
            ImmutableInterlocked.Update(ref _secrets, static (known, added) => [.. known.TakeLast(Kept - 1), added], secret);
        }
    }

    /// <summary>Whether anything of the exception repeats one. It is rendered only if there are any.</summary>
    public bool IsNeededBy(Exception exception) => !_secrets.IsEmpty && IsNeededBy(exception.ToString());

    private bool IsNeededBy(string text) => _secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal));

    public string Apply(string text) => _secrets.Aggregate(text, static (rest, secret) => rest.Replace(secret, InPlace, StringComparison.Ordinal));

    /// <summary>The status without secrets: in its message they are replaced, and a detail that has one is left out.</summary>
    public RpcStatus Apply(RpcStatus status)
    {
        var details = status.Details.Where(detail => !_secrets.Any(secret => detail.Value.Span.IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0)).ToList();
        return details.Count == status.Details.Count && !IsNeededBy(status.Message)
            ? status
            : new RpcStatus { Code = status.Code, Message = Apply(status.Message), Details = { details } };
    }
}
