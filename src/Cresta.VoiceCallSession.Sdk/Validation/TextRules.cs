using System.Text;

namespace Cresta.VoiceCallSession.Sdk.Validation;

/// <summary>The rules that names and ids share.</summary>
internal static class TextRules
{
    /// <summary>Most that an id may take, in bytes of UTF-8, which is what travels.</summary>
    internal const int MaximumIdBytes = 1024;

    /// <summary>An id that must be there.</summary>
    public static void CheckId(string path, string field, string id, string fixIfMissing, ref MessageFaults faults)
    {
        CheckName(path, field, id, fixIfMissing, ref faults);
        var size = Encoding.UTF8.GetByteCount(id);
        if (size > MaximumIdBytes)
        {
            faults.Add(path + field, $"{QuotedValue.Quote(id)}, {size} bytes of UTF-8", $"shorten it to {MaximumIdBytes} bytes at most");
        }
    }

    /// <summary>A text of any length that must be there and fit on one line.</summary>
    public static void CheckName(string path, string field, string name, string fixIfMissing, ref MessageFaults faults)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            faults.Add(path + field, name.Length == 0 ? "missing" : $"blank ({QuotedValue.Quote(name)})", fixIfMissing);
            return;
        }

        if (IndexOfLoneSurrogate(name) is >= 0 and var lone)
        {
            faults.Add(path + field, QuotedValue.Quote(name), FixForLoneSurrogate(name, lone));
        }

        if (IndexOfControl(name) is >= 0 and var control)
        {
            faults.Add(path + field, QuotedValue.Quote(name), FixForControl(name, control));
        }
    }

    public static string FixForLoneSurrogate(string text, int index) =>
        $"take out the lone surrogate U+{(int)text[index]:X4} at index {index}, which UTF-8 cannot carry";

    public static string FixForControl(string text, int index) =>
        $"take out the control character U+{(int)text[index]:X4} at index {index}, and any other";

    /// <summary>Half of a surrogate pair: protobuf would silently send U+FFFD in its place.</summary>
    public static int IndexOfLoneSurrogate(string text)
    {
        var index = 0;
        while (index < text.Length)
        {
            if (!char.IsSurrogate(text[index]))
            {
                index++;
            }
            else if (index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]))
            {
                index += 2;
            }
            else
            {
                return index;
            }
        }

        return -1;
    }

    public static int IndexOfControl(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsControl(text[index]))
            {
                return index;
            }
        }

        return -1;
    }
}
