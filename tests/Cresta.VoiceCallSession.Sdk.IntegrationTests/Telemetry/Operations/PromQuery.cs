using System.Text.RegularExpressions;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry.Operations;

/// <summary>
/// The names in a PromQL expression: what it selects, by which labels, and what it groups by. No more of the language than it takes to find
/// them.
/// </summary>
internal sealed partial class PromQuery
{
    private static readonly string[] Groupings = ["by", "without", "on", "ignoring", "group_left", "group_right"];
    private static readonly string[] Operators = ["and", "or", "unless", "bool", "offset"];

    private readonly string[] _tokens;
    private readonly List<PromSelector> _selectors = [];
    private readonly List<string> _groupings = [];
    private int _next;

    /// <param name="expression">The expression; Grafana's variables may be in it.</param>
    public PromQuery(string expression)
    {
        _tokens = [.. Token().Matches(expression.Replace("$__rate_interval", "5m", StringComparison.Ordinal)).Select(token => token.Value)];
        while (_next < _tokens.Length)
        {
            Read();
        }
    }

    public IReadOnlyList<PromSelector> Selectors => _selectors;

    /// <summary>Labels that it groups or matches by.</summary>
    public IReadOnlyList<string> GroupingLabels => _groupings;

    private string? Peek => _next < _tokens.Length ? _tokens[_next] : null;

    private static bool IsName(string token) => char.IsAsciiLetter(token[0]) || token[0] is '_' or ':';

    private void Read()
    {
        var token = _tokens[_next++];
        if (token == "[")
        {
            SkipTo("]");
        }
        else if (IsName(token) && Groupings.Contains(token))
        {
            Assert.Equal("(", _tokens[_next++]);
            while (_tokens[_next] != ")")
            {
                _groupings.AddRange(IsName(_tokens[_next]) ? [_tokens[_next]] : []);
                _next++;
            }
        }
        else if (IsName(token) && !Operators.Contains(token) && Peek != "(" && (Peek is null || !Groupings.Contains(Peek)))
        {
            // What stands before a bracket, or before a grouping that stands before one, is a function.
            _selectors.Add(new PromSelector(token, Peek == "{" ? ReadMatchers() : []));
        }
    }

    private List<(string Label, string Value)> ReadMatchers()
    {
        var matchers = new List<(string Label, string Value)>();
        for (_next++; _tokens[_next] != "}"; _next++)
        {
            if (IsName(_tokens[_next]))
            {
                matchers.Add((_tokens[_next], _tokens[_next + 2].Trim('"')));
                _next += 2;
            }
        }

        return matchers;
    }

    private void SkipTo(string end)
    {
        while (_tokens[_next++] != end)
        {
        }
    }

    [GeneratedRegex("""
        "([^"\\]|\\.)*"|[a-zA-Z_:][\w:]*|[0-9][\w.]*|[=!]~|[=!<>]=|[^\s\w]
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Token();
}
