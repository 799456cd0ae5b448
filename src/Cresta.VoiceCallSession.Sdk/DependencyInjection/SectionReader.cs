using Cresta.VoiceCallSession.Sdk.Validation;
using Microsoft.Extensions.Configuration;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>Sets options from a section of the configuration, and tells of what it cannot make sense of.</summary>
internal sealed class SectionReader<TOptions>(IReadOnlyList<OptionKey<TOptions>> keys, IReadOnlyList<string> othersSections)
    where TOptions : class
{
    private readonly Dictionary<string, OptionKey<TOptions>> _keys = keys.ToDictionary(
        static key => key.Path, StringComparer.OrdinalIgnoreCase);

    /// <summary>Sets what can be set.</summary>
    /// <param name="section">The section.</param>
    /// <param name="prefix">What stands before a key in what is told.</param>
    /// <param name="options">What to set it on.</param>
    /// <returns>Unknown keys, without their values, which could be misplaced secrets, and values that are none.</returns>
    public IReadOnlyList<string> Read(IConfiguration section, string prefix, TOptions options)
    {
        List<string> faults = [];
        Read(section, path: "", prefix, options, faults);
        return faults;
    }

    private void Read(IConfiguration section, string path, string prefix, TOptions options, List<string> faults)
    {
        foreach (var child in section.GetChildren())
        {
            var childPath = path + child.Key;
            if (othersSections.Contains(childPath, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (_keys.TryGetValue(childPath, out var key))
            {
                // null, in JSON, leaves the default.
                if (!string.IsNullOrEmpty(child.Value) && key.TrySet(options, child.Value) is { } wanted)
                {
                    faults.Add($"{prefix}{key.Path} is {(key.IsSecret ? "not one" : Shown(child.Value))}; give {wanted}.");
                }
            }
            else if (!IsSection(childPath))
            {
                faults.Add($"{prefix}{childPath} is unknown; take it out, or give one of {string.Join(", ", Siblings(path))}.");
            }
            else if (!string.IsNullOrEmpty(child.Value))
            {
                faults.Add($"{prefix}{childPath} has a value; give values to the keys below it instead: "
                    + $"{string.Join(", ", Siblings(childPath + ":"))}.");
            }
            else
            {
                Read(child, childPath + ":", prefix, options, faults);
            }
        }
    }

    private bool IsSection(string path) => _keys.Keys.Any(known => known.StartsWith(path + ":", StringComparison.OrdinalIgnoreCase));

    private IEnumerable<string> Siblings(string path) =>
        keys.Where(key => key.Path.StartsWith(path, StringComparison.OrdinalIgnoreCase)).Select(
            key => key.Path[path.Length..].Split(':')[0]).Distinct(StringComparer.Ordinal);

    // What stands before an @ may be a password.
    private static string Shown(string value) => QuotedValue.Quote(value[(value.LastIndexOf('@') + 1)..]);
}
