using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk.Messages;

/// <summary>The rules for a payload's texts under the prefix <c>custom.</c>, in addition to those for any value of a payload.</summary>
internal static class CustomValueRules
{
    private const string Prefix = "custom.";

    /// <summary>The payload's key of a name.</summary>
    public static string KeyOf(string name) => Prefix + name;

    /// <summary>Adds what is wrong with a name and its value.</summary>
    public static void Check(string name, string? value, ref MessageFaults faults)
    {
        var field = $"payload[{QuotedValue.Quote(KeyOf(name))}]";
        TextRules.CheckName(field, ", its name,", name, $"give the name of the value, without the prefix {Prefix}", ref faults);
        if (name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            faults.Add($"{field}, its name,", QuotedValue.Quote(name), $"take out the prefix {Prefix}, which is added to every name");
        }
        else if (!string.IsNullOrWhiteSpace(name) && name.Split('.').Any(string.IsNullOrWhiteSpace))
        {
            faults.Add($"{field}, its name,", QuotedValue.Quote(name), "give a name that has no empty part between dots");
        }

        if (value is null)
        {
            faults.Add(field, "missing", "give the text, or leave the value out");
        }
    }
}
