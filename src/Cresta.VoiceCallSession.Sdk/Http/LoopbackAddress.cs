using System.Net;

namespace Cresta.VoiceCallSession.Sdk.Http;

/// <summary>Tells addresses of this machine from others.</summary>
internal static class LoopbackAddress
{
    /// <summary>Whether an address is this machine's: <c>localhost</c> or a loopback address. Any other name, <c>loopback</c> included, is what DNS makes of it.</summary>
    public static bool Is(Uri address) =>
        string.Equals(address.IdnHost, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(address.IdnHost, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>Whether requests to the address go over plain http and stay on this machine.</summary>
    public static bool IsClearText(Uri address) => string.Equals(address.Scheme, Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase) && Is(address);
}
