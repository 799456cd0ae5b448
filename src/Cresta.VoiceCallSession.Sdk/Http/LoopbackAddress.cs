using System.Net;

namespace Cresta.VoiceCallSession.Sdk.Http;

/// <summary>Tells addresses of this machine from others.</summary>
internal static class LoopbackAddress
{
    /// <summary>
    /// Whether an address is this machine's: <c>localhost</c> or a loopback address. Any other name, <c>loopback</c> included, may be
    /// another host's in DNS.
    /// </summary>
    public static bool Is(Uri address) =>
        IPAddress.TryParse(address.IdnHost, out var ip)
            ? IPAddress.IsLoopback(ip)
            : string.Equals(address.IdnHost, "localhost", StringComparison.OrdinalIgnoreCase) && !IsWrittenAsLoopback(address);

    /// <summary>Whether requests to the address go over plain http and stay on this machine.</summary>
    public static bool IsClearText(Uri address) =>
        string.Equals(address.Scheme, Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase) && Is(address);

    /// <summary><see cref="Uri"/> replaces the name <c>loopback</c> by <c>localhost</c>, which other programs do not.</summary>
    private static bool IsWrittenAsLoopback(Uri address) =>
        address.OriginalString.Contains("//loopback", StringComparison.OrdinalIgnoreCase);
}
