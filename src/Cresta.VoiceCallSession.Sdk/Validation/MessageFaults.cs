using System.Runtime.InteropServices;

namespace Cresta.VoiceCallSession.Sdk.Validation;

/// <summary>
/// What is wrong with a message so far. A struct handed on by reference, so that checking a good message, which happens for every frame of
/// audio, allocates nothing.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct MessageFaults
{
    /// <summary>A payload can hold a million bad values; nobody reads a million lines.</summary>
    internal const int MaximumKept = 100;

    private List<string>? _faults;

    public readonly bool Any => _faults is not null;

    public readonly IReadOnlyList<string> All => _faults ?? [];

    /// <summary>Whether there are more faults than are kept, so that looking for others is of no use.</summary>
    public bool Overflowed { readonly get; private set; }

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

        Overflowed |= others.Overflowed;
    }

    public readonly void ThrowIfAny(string messageName, string? parameterName)
    {
        if (_faults is not null)
        {
            string[] faults = Overflowed ? [.. _faults, "There are more faults, which are not listed."] : [.. _faults];
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
            Overflowed = true;
        }
    }
}
