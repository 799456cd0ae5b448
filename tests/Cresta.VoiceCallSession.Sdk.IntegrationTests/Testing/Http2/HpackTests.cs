using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>HPACK against the examples of RFC 7541, appendix C.</summary>
public sealed class HpackTests
{
    private static readonly HeaderField Authority = new(":authority", "www.example.com");
    private static readonly HeaderField NoCache = new("cache-control", "no-cache");
    private static readonly HeaderField Custom = new("custom-key", "custom-value");
    private static readonly HeaderField Private = new("cache-control", "private");
    private static readonly HeaderField Date = new("date", "Mon, 21 Oct 2013 20:13:21 GMT");
    private static readonly HeaderField LaterDate = new("date", "Mon, 21 Oct 2013 20:13:22 GMT");
    private static readonly HeaderField Location = new("location", "https://www.example.com");
    private static readonly HeaderField Gzip = new("content-encoding", "gzip");
    private static readonly HeaderField Cookie = new("set-cookie", "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1");

    [Theory]
    [InlineData("0a", 5, 10)] // C.1.1
    [InlineData("1f9a0a", 5, 1337)] // C.1.2
    [InlineData("2a", 8, 42)] // C.1.3
    [InlineData("7f80ffffff07", 7, int.MaxValue)]
    public void C1_Integers_are_read(string hex, int prefixBits, int expected)
    {
        var reader = new HpackPrimitives(Convert.FromHexString(hex));
        Assert.Equal(expected, reader.ReadInteger(prefixBits));
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [InlineData("400a637573746f6d2d6b65790d637573746f6d2d686561646572", "custom-key", "custom-header", 55)] // C.2.1
    [InlineData("040c2f73616d706c652f70617468", ":path", "/sample/path", 0)] // C.2.2
    [InlineData("100870617373776f726406736563726574", "password", "secret", 0)] // C.2.3
    [InlineData("82", ":method", "GET", 0)] // C.2.4
    public void C2_Each_representation_is_decoded(string hex, string name, string value, int tableSize)
    {
        var decoder = new HpackDecoder();
        Assert.Equal(new HeaderField(name, value), Assert.Single(decoder.Decode(Convert.FromHexString(hex))));
        Assert.Equal(tableSize, decoder.Table.Size);
    }

    [Theory]
    [InlineData(
        "828684410f7777772e6578616d706c652e636f6d",
        "828684be58086e6f2d6361636865",
        "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565")] // C.3
    [InlineData(
        "828684418cf1e3c2e5f23a6ba0ab90f4ff",
        "828684be5886a8eb10649cbf",
        "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")] // C.4, Huffman
    public void C3_C4_Requests_of_one_connection_are_decoded(string first, string second, string third)
    {
        var decoder = new HpackDecoder();

        Assert.Equal([new(":method", "GET"), new(":scheme", "http"), new(":path", "/"), Authority], Decode(decoder, first));
        AssertTable(decoder, 57, Authority);

        Assert.Equal([new(":method", "GET"), new(":scheme", "http"), new(":path", "/"), Authority, NoCache], Decode(decoder, second));
        AssertTable(decoder, 110, NoCache, Authority);

        Assert.Equal(
            [new(":method", "GET"), new(":scheme", "https"), new(":path", "/index.html"), Authority, Custom], Decode(decoder, third));
        AssertTable(decoder, 164, Custom, NoCache, Authority);
    }

    [Theory]
    [InlineData(
        "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470733a2f2f" +
        "7777772e6578616d706c652e636f6d",
        "4803333037c1c0bf",
        "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b42" +
        "5a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31")] // C.5
    [InlineData(
        "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
        "4883640effc1c0bf",
        "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f" +
        "3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007")] // C.6, Huffman
    public void C5_C6_Responses_with_evictions_from_a_table_of_256_bytes_are_decoded(string first, string second, string third)
    {
        var decoder = new HpackDecoder(maxTableSize: 256);

        Assert.Equal([new(":status", "302"), Private, Date, Location], Decode(decoder, first));
        AssertTable(decoder, 222, Location, Date, Private, new(":status", "302"));

        Assert.Equal([new(":status", "307"), Private, Date, Location], Decode(decoder, second));
        AssertTable(decoder, 222, new(":status", "307"), Location, Date, Private);

        Assert.Equal([new(":status", "200"), Private, LaterDate, Location, Gzip, Cookie], Decode(decoder, third));
        AssertTable(decoder, 215, Cookie, Gzip, LaterDate);
    }

    [Fact]
    public void The_Huffman_code_has_every_octet()
    {
        // The 256 octets in order, coded by another implementation.
        const string All =
            "FFC7FFFD8FFFFFE2FFFFFE3FFFFFE4FFFFFE5FFFFFE6FFFFFE7FFFFFE8FFFFEAFFFFFFF3FFFFFA7FFFFFABFFFFFFDFFFFFEBFFFFFECFFFFFEDFFFFFE" +
            "EFFFFFEFFFFFFF0FFFFFF1FFFFFF2FFFFFFFBFFFFFCFFFFFFD3FFFFFD7FFFFFDBFFFFFDFFFFFFE3FFFFFE7FFFFFEBFFFFFED4FE3F9FFAFFCABF1FEBF" +
            "AFEFE7FDFD2CBB00089969B71D79FB9F7FFF20FFBFF3FF50DDBD7F061C58F265CD9F469D5AF66DDDBF871E5F9CFF7FF7FFFC3FF9FFE45FFF4719242C" +
            "B34E6E9D68A6A3D7DAC426DEFE3CFAF7FFFBFE7FFBFFDFFFFFFCFFFE6FFFF4BFFF9FFFFA3FFFD3FFFF53FFFD5FFFFB3FFFEB7FFFDAFFFFB7FFFF73FF" +
            "FEEFFFFDEFFFFEBFFFFBFFFFFD9FFFFDBFFFEBFFFFE0FFFFEEFFFFC3FFFF8BFFFF1FFFFE4FFFEE7FFFB1FFFF97FFFD9FFFFCDFFFF9FFFFFBFFFFDAFF" +
            "FEEFFFF4FFFFB7FFFEE7FFFE8FFFFD3FFFDEFFFFD5FFFEEFFFFBDFFFFE1FFFDFFFFF7FFFFF5FFFFECFFFF07FFF87FFFE0FFFF17FFFEDFFFF87FFFF77" +
            "FFFEFFFFEAFFFF8BFFFE3FFFF93FFFF87FFFCBFFFF37FFFF1FFFFF83FFFFE1FFFEBFFFE3FFFF3FFFFF2FFFFA3FFFFD9FFFFF17FFFFC7FFFFF27FFFFD" +
            "EFFFFFBFFFFFF2FFFFF8FFFFFB7FFF97FFF8FFFFFE6FFFFFC1FFFFF87FFFFE7FFFFFC5FFFFE5FFFE4FFFF2FFFFFD1FFFFF4FFFFFFEFFFFFE3FFFFFC9" +
            "FFFFF97FFFB3FFFFCFFFFB7FFFCDFFFF4FFFF9FFFFD1FFFFCFFFFEAFFFFAFFFFFDDFFFFEFFFFFF4FFFFF5FFFFFABFFFFA7FFFFD7FFFFF9BFFFFECFFF" +
            "FFB7FFFFF3FFFFFE8FFFFFD3FFFFFABFFFFF5FFFFFFF7FFFFECFFFFFDBFFFFFBBFFFFF7FFFFFF0FFFFFBBF";

        Assert.Equal(string.Concat(Enumerable.Range(0, 256).Select(octet => (char)octet)), HuffmanCode.Decode(Convert.FromHexString(All)));
    }

    [Theory]
    [InlineData("80", "index 0")]
    [InlineData("be", "index 62")]
    [InlineData("3fe21f", "4097")]
    [InlineData("8220", "after a field")]
    [InlineData("400a6375", "ends inside")]
    [InlineData("41", "ends inside")]
    [InlineData("7fffffffff7f", "31 bits")]
    [InlineData("7f808080808000", "31 bits")]
    [InlineData("418100", "padding")] // The code of 0, and padding of zeros.
    [InlineData("4181ff", "padding")] // Eight bits of padding.
    [InlineData("4184ffffffff", "end of the string")]
    public void Broken_blocks_are_rejected(string hex, string fault) =>
        Assert.Contains(fault, Assert.Throws<HpackException>(() => Decode(new HpackDecoder(), hex)).Message);

    [Fact]
    public void A_smaller_table_evicts_and_a_field_larger_than_the_table_empties_it()
    {
        var decoder = new HpackDecoder();
        Decode(decoder, "400a637573746f6d2d6b65790d637573746f6d2d686561646572");
        Decode(decoder, "3f17400a637573746f6d2d6b65790d637573746f6d2d686561646572"); // 54 bytes, for a field of 55.
        AssertTable(decoder, 0);
    }

    [Fact]
    public void What_is_encoded_is_decoded_the_same_whatever_its_length()
    {
        int[] lengths = [0, 126, 127, 128, 100_000];
        HeaderField[] fields = [.. lengths.Select(length => new HeaderField("a", new string('x', length))), new("b", "Ø %ZZ")];
        Assert.Equal(fields, new HpackDecoder().Decode(HpackEncoder.Encode(fields)));
    }

    private static List<HeaderField> Decode(HpackDecoder decoder, string hex) => decoder.Decode(Convert.FromHexString(hex));

    private static void AssertTable(HpackDecoder decoder, int size, params HeaderField[] newestFirst)
    {
        Assert.Equal(newestFirst, Enumerable.Range(0, decoder.Table.Count).Select(decoder.Table.Get));
        Assert.Equal(size, decoder.Table.Size);
    }
}
