using System.Collections.Concurrent;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>One use of a secret. While there is one, the secret is redacted.</summary>
internal sealed class RedactedSecret : IDisposable
{
    private readonly ConcurrentDictionary<string, int> _inUse;
    private readonly string _secret;
    private int _disposed;

    public RedactedSecret(ConcurrentDictionary<string, int> inUse, string secret)
    {
        _inUse = inUse;
        _secret = secret;
        inUse.AddOrUpdate(secret, 1, static (_, uses) => uses + 1);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        // Removed only as the last use: a use that began meanwhile has changed the count.
        while (_inUse.TryGetValue(_secret, out var uses))
        {
            if (uses == 1 ? _inUse.TryRemove(new KeyValuePair<string, int>(_secret, 1)) : _inUse.TryUpdate(_secret, uses - 1, uses))
            {
                return;
            }
        }
    }
}
