using System.Collections.Concurrent;
using System.Net;

namespace Cresta.VoiceCallSession.Sdk.Transport.Connections;

/// <summary>In which order the addresses of a name are tried. Thread-safe.</summary>
internal sealed class AddressPreference
{
    private readonly ConcurrentDictionary<string, IPAddress> _connected = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, IPAddress> _avoided = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A connection to the address has come about.</summary>
    public void OnConnected(string host, IPAddress address) => _connected[host] = address;

    /// <summary>What answered at the addresses in use refused: the others of each name come first until one of them is connected.</summary>
    public void AvoidConnected()
    {
        foreach (var (host, address) in _connected)
        {
            _avoided[host] = address;
            _connected.TryRemove(new KeyValuePair<string, IPAddress>(host, address));
        }
    }

    /// <summary>
    /// The addresses with the families in turn (RFC 8305, section 4), the one that was connected last at the front, the one that refused at
    /// the end.
    /// </summary>
    public IReadOnlyList<IPAddress> Order(string host, IReadOnlyList<IPAddress> resolved)
    {
        var ordered = Interleave(resolved);
        if (_connected.TryGetValue(host, out var connected) && ordered.Remove(connected))
        {
            ordered.Insert(0, connected);
        }
        else if (_avoided.TryRemove(host, out var avoided) && ordered.Remove(avoided))
        {
            ordered.Add(avoided);
        }

        return ordered;
    }

    private static List<IPAddress> Interleave(IReadOnlyList<IPAddress> resolved)
    {
        var families = resolved.GroupBy(static address => address.AddressFamily).Select(static family => family.ToList()).ToList();
        return [.. Enumerable.Range(0, families.Select(static family => family.Count).DefaultIfEmpty().Max())
            .SelectMany(i => families.Where(family => i < family.Count).Select(family => family[i]))];
    }
}
