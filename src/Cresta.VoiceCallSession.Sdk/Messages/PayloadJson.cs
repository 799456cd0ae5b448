using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Cresta.VoiceCallSession.Sdk.Messages;

/// <summary>JSON as the plain values that a payload is converted from.</summary>
internal static class PayloadJson
{
    /// <summary>Stands in for a JSON text that is no valid UTF-16, and is refused like one.</summary>
    private const string InvalidText = "\uD800";

    /// <summary>Longer whole numbers are beyond a double, and reading them digit by digit would take long.</summary>
    private const int MaximumDigits = 400;

    /// <summary>The element's value; an undefined element stays as it is.</summary>
    public static object? ToPlainValue(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => Text(element, static e => e.GetString()!),
        JsonValueKind.Number => Number(element),
        JsonValueKind.Object => element.EnumerateObject()
            .Select(p => KeyValuePair.Create(Text(p, static p => p.Name), (object?)p.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(e => (object?)e),
        _ => element,
    };

    /// <summary>
    /// A whole number is held to what a double can carry; one with a point or an exponent is a double by its own account, and so is minus
    /// zero.
    /// </summary>
    private static object Number(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length > MaximumDigits || text.AsSpan().ContainsAny('.', 'e', 'E') || text is "-0"
            ? element.GetDouble()
            : BigInteger.Parse(text, CultureInfo.InvariantCulture);
    }

    private static string Text<T>(T source, Func<T, string> read)
    {
        try
        {
            return read(source);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            // What is thrown for half of a surrogate pair, the one text that JSON can spell and a string should not hold.
            return InvalidText;
        }
    }
}
