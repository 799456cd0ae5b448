namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

/// <summary>Ids and names at the edges of what is taken.</summary>
public static class Texts
{
    /// <summary>Four bytes of UTF-8, two chars.</summary>
    private const string Telephone = "\U0001F4DE";

    public static TheoryData<string> ValidIds =>
    [
        "1",
        "call 42 of today",
        " leading and trailing ",
        "tenant/queue/42",
        "sip:agent@example.com;tag=1",
        "é",
        Telephone,
        "\u200B\uFFFD\uFEFF",
        new string('x', 1024),
        new string('é', 512),
        string.Concat(Enumerable.Repeat(Telephone, 256)),
    ];

    /// <summary>An id, and what its fault must say.</summary>
    public static TheoryData<string?, string> InvalidIds => new()
    {
        { null, "missing" },
        { string.Empty, "missing" },
        { " ", "blank (\" \")" },
        { "\t\r\n", "blank (\"\\u0009\\u000D\\u000A\")" },
        { new string('x', 1025), "1025 bytes" },
        { new string('é', 512) + "x", "1025 bytes" },
        { string.Concat(Enumerable.Repeat(Telephone, 256)) + "x", "1025 bytes" },
        { new string('x', 10_000), "(10000 characters), 10000 bytes of UTF-8" },
        { "\0", "U+0000 at index 0" },
        { "a\nb", "U+000A at index 1" },
        { "ab\u001F", "U+001F at index 2" },
        { "ab\u007F", "U+007F at index 2" },
        { "ab\u0085", "U+0085 at index 2" },
        { "a\uD83D", "lone surrogate U+D83D at index 1" },
        { "\uDCDEa", "lone surrogate U+DCDE at index 0" },
        { "\uDCDE\uD83D", "lone surrogate U+DCDE at index 0" },
        { Telephone + "\uD83D" + Telephone, "lone surrogate U+D83D at index 2" },
    };
}
