using System.Text;
using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk.Messages;

/// <summary>Where in a payload the walk is: the containers it is inside of, and the key or index within each.</summary>
internal sealed class PayloadPath
{
    private const int MaximumLength = 400;

    private readonly List<(object Container, string? Key, int Index)> _steps = [];

    public void Push(object container, string key) => _steps.Add((container, key, 0));

    public void Push(object container, int index) => _steps.Add((container, null, index));

    public void Pop() => _steps.RemoveAt(_steps.Count - 1);

    /// <summary>Whether the walk is inside of that very object, so that entering it again would never end.</summary>
    public bool IsInside(object container)
    {
        foreach (var step in _steps)
        {
            if (ReferenceEquals(step.Container, container))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The path as a reader would write it: <c>payload.queue.skills[2]</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("payload");
        foreach (var (_, key, index) in _steps)
        {
            if (text.Length > MaximumLength)
            {
                return text.Append('…').ToString();
            }

            _ = key switch
            {
                null => text.Append('[').Append(index).Append(']'),
                _ when IsPlain(key) => text.Append('.').Append(key),
                _ => text.Append('[').Append(QuotedValue.Quote(key)).Append(']'),
            };
        }

        return text.ToString();
    }

    private static bool IsPlain(string key) =>
        key.Length is > 0 and <= QuotedValue.MaximumLength && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
