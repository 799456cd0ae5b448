using System.CommandLine;
using System.Globalization;

namespace Samples;

/// <summary>An option that takes a whole number in a range.</summary>
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
