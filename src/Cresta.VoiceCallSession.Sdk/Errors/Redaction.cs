using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using RpcStatus = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>
/// Removes secrets from text that comes from the network, and escapes control characters in it: servers, gateways and proxies repeat a
/// request's headers in their errors, and .NET quotes a proxy's address with its password. The secrets are those in use now and the last
/// 128: an application may take another token for each request. Thread-safe.
/// </summary>
internal sealed partial class Redaction
{
    private const int RecentlyUsed = 128;
    private const string Replacement = "(redacted)";

    // Anything shorter is part of any text.
    private const int ShortestSecret = 6;

    private readonly ConcurrentDictionary<string, int> _inUse = new(StringComparer.Ordinal);
    private ImmutableArray<string> _recent = [];

    private IEnumerable<string> Secrets => _inUse.IsEmpty ? _recent : _recent.Concat(_inUse.Keys);

    /// <summary>
    /// Redacts what follows the scheme in an <c>authorization</c> header until the result is disposed, and as one of the recent ones after
    /// that.
    /// </summary>
    public IDisposable? Use(string? authorization)
    {
        if (authorization is null)
        {
            return null;
        }

        var secret = authorization[(authorization.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        Add(secret);
        return secret.Length < ShortestSecret ? null : new RedactedSecret(_inUse, secret);
    }

    /// <summary>Redacts a secret as one of the recent ones.</summary>
    public void Add(string secret)
    {
        if (secret.Length >= ShortestSecret && !_recent.Contains(secret, StringComparer.Ordinal))
        {
            ImmutableInterlocked.Update(ref _recent, static (known, added) => [.. known.TakeLast(RecentlyUsed - 1), added], secret);
        }
    }

    /// <summary>Whether an exception shows anything, in its own text or that of an inner one, that must not be shown as it is.</summary>
    public bool IsNeededBy(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (!PrintableText.IsPrintable(e.Message))
            {
                return true;
            }
        }

        return IsNeededBy(exception.ToString());
    }

    public string Apply(string text) =>
        PrintableText.Of(UserInfo().Replace(Secrets.Aggregate(
            text, static (rest, secret) => rest.Replace(secret, Replacement, StringComparison.Ordinal)), $"{Replacement}@"));

    /// <summary>The status without secrets: in its message they are replaced, and a detail that has one is left out.</summary>
    public RpcStatus Apply(RpcStatus status)
    {
        var details = status.Details.Where(
            detail => !Secrets.Any(secret => detail.Value.Span.IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0)).ToList();
        return details.Count == status.Details.Count && PrintableText.IsPrintable(status.Message) && !IsNeededBy(status.Message)
            ? status
            : new RpcStatus { Code = status.Code, Message = Apply(status.Message), Details = { details } };
    }

    private bool IsNeededBy(string text) =>
        Secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal)) || UserInfo().IsMatch(text);

    [GeneratedRegex("""(?<=://)[^/\s'"<>]+@""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserInfo();
}
