using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Validation;
using Google.Protobuf.WellKnownTypes;

namespace Cresta.VoiceCallSession.Sdk.Messages;

/// <summary>
/// Converts plain values to those of a protobuf Struct, and says what cannot be. One walk serves the builder and the check of a payload
/// made by hand, which is the same conversion with the outcome thrown away: events are rare.
/// </summary>
internal sealed class PayloadConverter
{
    /// <summary>Messages within messages that protobuf's parsers take, counted from the request.</summary>
    private const int MaximumDepth = 100;

    /// <summary>The request, the event, the Struct and its map entry are around a field's value.</summary>
    private const int FieldDepth = 4;

    /// <summary>A value takes at least 4 bytes, so more do not fit into the 4 MiB that gRPC servers take by default.</summary>
    internal const int MaximumValues = 1 << 20;

    private readonly PayloadPath _path = new();
    private MessageFaults _faults;
    private int _values;

    private PayloadConverter()
    {
    }

    private bool IsExhausted => _values > MaximumValues || _faults.Overflowed;

    public static bool TryConvertField(string key, object? value, [NotNullWhen(true)] out Value? converted, out MessageFaults faults)
    {
        var converter = new PayloadConverter();
        converted = converter.ConvertEntry(converter, key, value, FieldDepth);
        faults = converter._faults;
        return !faults.Any;
    }

    public static void Check(Struct payload, ref MessageFaults faults)
    {
        var converter = new PayloadConverter();
        foreach (var (key, value) in payload.Fields)
        {
            converter.ConvertEntry(payload, key, value, FieldDepth);
            if (converter.IsExhausted)
            {
                break;
            }
        }

        faults.AddRange(converter._faults);
    }

    private Value Convert(object? value, int depth)
    {
        if (++_values > MaximumValues)
        {
            if (_values == MaximumValues + 1)
            {
                _faults.Add("payload", $"more than {MaximumValues} values", "send less, a message holds 4 MiB");
            }

            return Value.ForNull();
        }

        return value switch
        {
            null => Value.ForNull(),
            bool flag => Value.ForBool(flag),
            string text => ConvertText(text),
            Value v => ConvertValue(v, depth),
            Struct s => ConvertMap(s, s.Fields.Select(f => KeyValuePair.Create(f.Key, (object?)f.Value)), depth),
            ListValue list => ConvertSequence(list, list.Values, depth),
            JsonElement { ValueKind: not JsonValueKind.Undefined } json => ConvertJson(json, depth),
            IEnumerable<KeyValuePair<string, object?>> map => ConvertMap(map, map, depth),
            IDictionary map => ConvertMap(map, Entries(map), depth),
            byte[] bytes => Refuse($"{bytes.Length} bytes", "send them as a string, in base64"),
            IEnumerable sequence => ConvertSequence(sequence, sequence, depth),
            _ => PayloadNumber.TryRead(value, out var number) ? ConvertNumber(value, number) : RefuseType(value),
        };
    }

    // The walk counts a JSON value once, not also what it stands for.
    private Value ConvertJson(JsonElement json, int depth)
    {
        _values--;
        return Convert(PayloadJson.ToPlainValue(json), depth);
    }

    private Value ConvertValue(Value value, int depth)
    {
        _values--;
        return value.KindCase switch
        {
            Value.KindOneofCase.None => Refuse("a Value without a kind", "use Value.ForNull() for nothing"),
            Value.KindOneofCase.BoolValue => Convert(value.BoolValue, depth),
            Value.KindOneofCase.NumberValue => Convert(value.NumberValue, depth),
            Value.KindOneofCase.StringValue => Convert(value.StringValue, depth),
            Value.KindOneofCase.StructValue => Convert(value.StructValue, depth),
            Value.KindOneofCase.ListValue => Convert(value.ListValue, depth),
            _ => Convert(null, depth),
        };
    }

    private Value ConvertText(string text) => TextRules.IndexOfLoneSurrogate(text) is >= 0 and var lone
        ? Refuse(QuotedValue.Quote(text), TextRules.FixForLoneSurrogate(text, lone))
        : Value.ForString(text);

    private Value ConvertNumber(object value, double? number) => number switch
    {
        null => Refuse(QuotedValue.Quote($"{value}"), "send it as a string, a double would lose digits"),
        { } n when !double.IsFinite(n) => Refuse($"{n}", "send a finite number, null or a string"),
        { } n => Value.ForNumber(n),
    };

    private Value ConvertMap(object container, IEnumerable<KeyValuePair<string, object?>> entries, int depth)
    {
        var converted = new Struct();
        if (CanEnter(container, depth))
        {
            foreach (var (key, value) in entries)
            {
                // A Struct, a map entry and the Value in it.
                converted.Fields[key] = ConvertEntry(container, key, value, depth + 3);
                if (IsExhausted)
                {
                    break;
                }
            }
        }

        return Value.ForStruct(converted);
    }

    private Value ConvertEntry(object container, string key, object? value, int depth)
    {
        _path.Push(container, key);
        if (key.Length == 0)
        {
            // A Struct could hold it, but protobuf's JSON form could not, and would break off in the middle of a message.
            _faults.Add($"{_path}, its key,", "empty", "give the value a name");
        }

        if (TextRules.IndexOfLoneSurrogate(key) is >= 0 and var lone)
        {
            _faults.Add($"{_path}, its key,", QuotedValue.Quote(key), TextRules.FixForLoneSurrogate(key, lone));
        }

        var converted = Nested(value, depth);
        _path.Pop();
        return converted;
    }

    private Value ConvertSequence(object container, IEnumerable items, int depth)
    {
        var converted = new ListValue();
        if (CanEnter(container, depth))
        {
            foreach (var item in items)
            {
                _path.Push(container, converted.Values.Count);
                // A ListValue and the Value in it.
                converted.Values.Add(Nested(item, depth + 2));
                _path.Pop();
                if (IsExhausted)
                {
                    break;
                }
            }
        }

        return new Value { ListValue = converted };
    }

    private Value Nested(object? value, int depth) => depth > MaximumDepth ? RefuseDepth() : Convert(value, depth);

    private bool CanEnter(object container, int depth)
    {
        if (_path.IsInside(container))
        {
            Refuse("a container of itself", "send a tree");
            return false;
        }

        if (depth + 1 > MaximumDepth)
        {
            RefuseDepth();
            return false;
        }

        return true;
    }

    private IEnumerable<KeyValuePair<string, object?>> Entries(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
        {
            if (entry.Key is string key)
            {
                yield return KeyValuePair.Create(key, entry.Value);
            }
            else
            {
                Refuse($"a dictionary with a key of type {entry.Key.GetType()}", "use strings for keys");
            }
        }
    }

    private Value RefuseDepth() =>
        Refuse("nested too deep", $"send a flatter payload, protobuf takes {MaximumDepth} messages within messages");

    private Value RefuseType(object value) =>
        Refuse($"of type {value.GetType()}", "use null, bool, string, a number, a dictionary with string keys or a sequence");

    private Value Refuse(string value, string fix)
    {
        _faults.Add(_path.ToString(), value, fix);
        return Value.ForNull();
    }
}
