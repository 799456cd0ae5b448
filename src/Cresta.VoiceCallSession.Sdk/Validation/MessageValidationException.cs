namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// A message that must not be sent. Thrown before anything goes out, with everything that is wrong at once, each with its fix. Never holds
/// audio or a credential; long values are cut.
/// </summary>
public sealed class MessageValidationException : ArgumentException
{
    internal MessageValidationException(string messageName, IReadOnlyList<string> faults, string? paramName)
        : base($"The {messageName} is not valid:\n- {string.Join("\n- ", faults)}\n", paramName)
    {
        Faults = faults;
    }

    /// <summary>
    /// What is wrong, one fault an item: the field by its JSON name, its value and the fix. Never empty. Of more than 100 faults the first
    /// 100 are here, and one item says that there are more.
    /// </summary>
    public IReadOnlyList<string> Faults { get; }
}
