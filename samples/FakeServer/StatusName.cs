using System.Globalization;
using Grpc.Core;

namespace FakeServer;

/// <summary>Reads a status code: <c>UNAVAILABLE</c>, <c>Unavailable</c> or <c>14</c>.</summary>
internal static class StatusName
{
    public static StatusCode Parse(string text)
    {
        // The wire's CANCELLED and the enumeration's Cancelled differ by case and underscores only.
        var name = text.Replace("_", "", StringComparison.Ordinal);
        return Enum.TryParse<StatusCode>(name, ignoreCase: true, out var code) && Enum.IsDefined(code)
            ? code
            : throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"'{text}' is no status code; write one such as UNAVAILABLE, or its number, 0 to 16."));
    }
}
