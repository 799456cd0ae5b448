using System.CommandLine;
using System.Globalization;

namespace FakeServer;

/// <summary>An option that takes a whole number from a least one on, and says so in its own name when it gets another.</summary>
internal static class NumberOption
{
    public static Option<int?> Create(string name, string helpName, int least, string description) =>
        Create(name, helpName, least, int.MaxValue, description);

    public static Option<int?> Create(string name, string helpName, int least, int most, string description)
    {
        var option = new Option<int?>(name) { HelpName = helpName, Description = description };
        option.Validators.Add(result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (!int.TryParse(text, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
            {
                var range = most == int.MaxValue ? $"from {least}" : $"from {least} to {most}";
                result.AddError($"{name} takes a whole number {range}, but got '{text}'.");
            }
        });
        return option;
    }
}
