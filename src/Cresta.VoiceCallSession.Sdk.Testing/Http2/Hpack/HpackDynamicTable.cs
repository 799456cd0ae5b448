namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

/// <summary>
/// The dynamic table of RFC 7541, section 2.3.2: the newest field has index 0, and the oldest ones are evicted. Not thread-safe.
/// </summary>
internal sealed class HpackDynamicTable(int maxSize)
{
    // The newest field is the last.
    private readonly List<HeaderField> _fields = [];

    public int Count => _fields.Count;

    /// <summary>Sum of the sizes of the fields, in bytes.</summary>
    public int Size { get; private set; }

    public int MaxSize { get; private set; } = maxSize;

    public HeaderField Get(int index) => _fields[_fields.Count - 1 - index];

    /// <summary>Adds a field after evicting what it displaces. One that is larger than the table empties it and is not added.</summary>
    public void Add(HeaderField field)
    {
        Evict(MaxSize - field.TableSize);
        if (field.TableSize <= MaxSize)
        {
            _fields.Add(field);
            Size += field.TableSize;
        }
    }

    public void Resize(int maxSize)
    {
        MaxSize = maxSize;
        Evict(maxSize);
    }

    private void Evict(int sizeAllowed)
    {
        var evicted = 0;
        while (Size > Math.Max(sizeAllowed, 0))
        {
            Size -= _fields[evicted++].TableSize;
        }

        _fields.RemoveRange(0, evicted);
    }
}
