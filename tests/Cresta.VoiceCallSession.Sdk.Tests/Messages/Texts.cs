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

    /// <summary>Ids and resource names, of any number of segments.</summary>
    public static TheoryData<string> ValidProfiles =>
    [
        "default",
        "Köln 1",
        "customers/acme/profiles/voice",
        "customers/acme corp/profiles/50%",
        "a/b",
        "a%2Fb",
        "...",
        "a/.../b",
        "a?b#c/d\\e:f",
        Telephone + "/" + Telephone,
    ];

    /// <summary>A profile, and what its fault must say.</summary>
    public static TheoryData<string?, string> InvalidProfiles => new()
    {
        { null, "missing: give the profile" },
        { string.Empty, "missing: give the profile" },
        { " \t", "blank (\" \\u0009\"): give the profile" },
        { "/", "no segment may be empty" },
        { "/customers/acme/profiles/voice", "no segment may be empty" },
        { "customers/acme/profiles/voice/", "no segment may be empty" },
        { "customers//profiles/voice", "no segment may be empty" },
        { ".", "take out the segment \".\"" },
        { "..", "take out the segment \"..\"" },
        { "customers/acme/../voice", "take out the segment \"..\"" },
        { "customers/./profiles/voice", "take out the segment \".\"" },
        { "customers/ /profiles/voice", "take out the segment that is blank" },
        { "customers/\u00A0/profiles/voice", "take out the segment that is blank" },
        { "a\u0007b", "take out the control character U+0007 at index 1, and any other" },
        { "customers/a\nb/profiles/voice", "take out the control character U+000A at index 11, and any other" },
        { "customers/a\u0085b/profiles/voice", "take out the control character U+0085 at index 11, and any other" },
        { "a\uD83D", "take out the lone surrogate U+D83D at index 1, which UTF-8 cannot carry" },
        { "customers/\uDCDE/profiles/voice", "take out the lone surrogate U+DCDE at index 10, which UTF-8 cannot carry" },
    };

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
