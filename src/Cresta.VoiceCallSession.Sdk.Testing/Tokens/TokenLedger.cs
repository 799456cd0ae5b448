using System.Globalization;

namespace Cresta.VoiceCallSession.Sdk.Testing.Tokens;

/// <summary>The tokens that were issued, and until when each is good. Thread-safe.</summary>
internal sealed class TokenLedger(TimeProvider timeProvider)
{
    private const string Scheme = "Bearer ";

    private readonly Lock _gate = new();
    private readonly List<string> _issued = [];
    private readonly Dictionary<string, DateTimeOffset> _goodUntil = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Issued
    {
        get
        {
            lock (_gate)
            {
                return [.. _issued];
            }
        }
    }

    public string Issue(TimeSpan life)
    {
        lock (_gate)
        {
            var token = string.Create(CultureInfo.InvariantCulture, $"token-{_issued.Count + 1}");
            _issued.Add(token);
            _goodUntil[token] = timeProvider.GetUtcNow() + life;
            return token;
        }
    }

    public bool IsGood(string? authorization)
    {
        if (authorization?.StartsWith(Scheme, StringComparison.Ordinal) != true)
        {
            return false;
        }

        lock (_gate)
        {
            return _goodUntil.TryGetValue(authorization[Scheme.Length..], out var until) && timeProvider.GetUtcNow() < until;
        }
    }

    public bool Revoke(string token)
    {
        lock (_gate)
        {
            return _goodUntil.Remove(token);
        }
    }

    public void RevokeAll()
    {
        lock (_gate)
        {
            _goodUntil.Clear();
        }
    }
}
