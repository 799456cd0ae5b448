using System.Runtime.InteropServices;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// What is wrong with a message so far. A struct handed on by reference, so that checking a good message, which happens for
/// every frame of audio, allocates nothing.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct MessageFaults
{
    /// <summary>A payload can hold a million bad values; nobody reads a million lines.</summary>
    internal const int MaximumKept = 100;

    private List<string>? _faults;
    private int _more;

    public readonly bool Any => _faults is not null;

    /// <param name="field">The field by its JSON name, with its path.</param>
    /// <param name="value">The value as it is to be shown, or "missing".</param>
    /// <param name="fix">What to do, as an order.</param>
    public void Add(string field, string value, string fix) => Add($"{field} is {value}: {fix}.");

    public void AddRange(in MessageFaults others)
    {
        foreach (var fault in others._faults ?? [])
        {
            Add(fault);
        }

        _more += others._more;
    }

    public readonly void ThrowIfAny(string messageName, string? parameterName)
    {
        if (_faults is not null)
        {
            string[] faults = _more == 0 ? [.. _faults] : [.. _faults, $"and {_more} more faults like these."];
            throw new MessageValidationException(messageName, faults, parameterName);
        }
    }

    private void Add(string fault)
    {
        _faults ??= [];
        if (_faults.Count < MaximumKept)
        {
            _faults.Add(fault);
        }
        else
        {
            _more++;
        }
    }
}
