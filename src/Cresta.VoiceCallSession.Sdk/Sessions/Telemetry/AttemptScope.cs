using System.Collections;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;

/// <summary>One scope of the log, for providers that keep its values by name and for those that only have its text.</summary>
internal sealed class AttemptScope(string platformCallId, string method, int attempt) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("PlatformCallId", platformCallId),
        1 => new("Method", method),
        2 => new("Attempt", attempt),
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, "A scope has three values."),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"PlatformCallId:{platformCallId} Method:{method} Attempt:{attempt}";
}
