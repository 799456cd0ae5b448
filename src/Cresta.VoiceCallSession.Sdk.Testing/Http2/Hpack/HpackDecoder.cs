namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

/// <summary>Decodes the header blocks of one connection, in their order (RFC 7541). Not thread-safe.</summary>
/// <param name="maxTableSize">The SETTINGS_HEADER_TABLE_SIZE that the peer was given, in bytes.</param>
internal sealed class HpackDecoder(int maxTableSize = HpackDecoder.DefaultTableSize)
{
    /// <summary>Size of the dynamic table where no setting says otherwise, in bytes.</summary>
    public const int DefaultTableSize = 4096;

    private int _maxTableSize = maxTableSize;

    public HpackDynamicTable Table { get; } = new(maxTableSize);

    /// <summary>Changes the largest size that the peer may give the table; it does so with its next block.</summary>
    public void Limit(int tableSize) => _maxTableSize = tableSize;

    /// <summary>The fields of a whole block.</summary>
    /// <exception cref="HpackException">The block is broken; no further block can be decoded.</exception>
    public List<HeaderField> Decode(ReadOnlySpan<byte> block)
    {
        var fields = new List<HeaderField>();
        var reader = new HpackPrimitives(block);
        while (!reader.IsAtEnd)
        {
            var octet = reader.Peek();
            if ((octet & 0x80) != 0)
            {
                fields.Add(Lookup(reader.ReadInteger(prefixBits: 7)));
            }
            else if ((octet & 0x40) != 0)
            {
                var field = ReadLiteral(ref reader, prefixBits: 6);
                Table.Add(field);
                fields.Add(field);
            }
            else if ((octet & 0x20) != 0)
            {
                Resize(reader.ReadInteger(prefixBits: 5), isFirst: fields.Count == 0);
            }
            else
            {
                // Without indexing, or never indexed: the same for whoever decodes and sends nothing on.
                fields.Add(ReadLiteral(ref reader, prefixBits: 4));
            }
        }

        return fields;
    }

    private HeaderField ReadLiteral(ref HpackPrimitives reader, int prefixBits)
    {
        var index = reader.ReadInteger(prefixBits);
        var name = index == 0 ? reader.ReadString() : Lookup(index).Name;
        return new HeaderField(name, reader.ReadString());
    }

    private HeaderField Lookup(int index)
    {
        var dynamicIndex = index - HpackStaticTable.Count - 1;
        return index switch
        {
            0 => throw new HpackException("A header block refers to index 0, which does not exist."),
            _ when dynamicIndex < 0 => HpackStaticTable.Get(index),
            _ when dynamicIndex < Table.Count => Table.Get(dynamicIndex),
            _ => throw new HpackException(
                $"A header block refers to index {index}, and the tables end at {HpackStaticTable.Count + Table.Count}."),
        };
    }

    private void Resize(int size, bool isFirst)
    {
        if (!isFirst)
        {
            throw new HpackException("A header block changes the size of the dynamic table after a field.");
        }

        Table.Resize(size <= _maxTableSize
            ? size
            : throw new HpackException($"A header block sets the dynamic table to {size} bytes, and {_maxTableSize} are allowed."));
    }
}
