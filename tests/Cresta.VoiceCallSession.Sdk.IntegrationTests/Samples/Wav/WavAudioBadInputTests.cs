namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples.Wav;

public class WavAudioBadInputTests
{
    private const string Command = "Convert it with: sox in.wav -e signed-integer -b 16 out.wav";
    private const string NoCommand = "Export it as 16-bit PCM";

    private static readonly byte[] Audio = new byte[24];

    [Theory]
    [InlineData(1, 24, "24-bit PCM", Command)]
    [InlineData(1, 8, "8-bit PCM", Command)]
    [InlineData(1, 32, "32-bit PCM", Command)]
    [InlineData(1, 12, "12-bit PCM", NoCommand)]
    [InlineData(3, 32, "32-bit floating-point PCM", Command)]
    [InlineData(2, 4, "Microsoft ADPCM", Command)]
    [InlineData(0x11, 4, "IMA ADPCM", Command)]
    [InlineData(0x31, 0, "GSM 6.10", Command)]
    [InlineData(0x55, 0, "MP3", NoCommand)]
    [InlineData(0x83, 0, "G.729", NoCommand)]
    [InlineData(0x133, 0, "G.729", NoCommand)]
    [InlineData(0x42, 0, "G.723.1", NoCommand)]
    [InlineData(0x45, 4, "G.726 ADPCM", NoCommand)]
    [InlineData(0x65, 4, "G.722 ADPCM", NoCommand)]
    [InlineData(0x17, 4, "OKI ADPCM", NoCommand)]
    [InlineData(0x704F, 0, "Opus", NoCommand)]
    [InlineData(0x1234, 0, "the encoding with format tag 0x1234", NoCommand)]
    public void Other_encodings_are_named_with_the_conversion(ushort tag, ushort bits, string found, string advice) =>
        WavReading.AssertRefused(
            new WavBuilder().Format(tag, channels: 1, rate: 8000, bits).Data(Audio).ToArray(), $"The WAV holds {found};", advice);

    [Fact]
    public void An_extensible_24_bit_file_is_named_as_24_bit()
    {
        var pcm = new Guid(1, 0x0000, 0x0010, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71);

        WavReading.AssertRefused(new WavBuilder().Extensible(pcm, bits: 24).Data(Audio).ToArray(), "24-bit PCM", "sox in.wav");
    }

    [Fact]
    public void An_unknown_sub_format_is_named()
    {
        var subFormat = Guid.Parse("00000001-1234-0010-8000-00aa00389b71");

        WavReading.AssertRefused(new WavBuilder().Extensible(subFormat).Data(Audio).ToArray(), subFormat.ToString(), NoCommand);
    }

    [Fact]
    public void Damaged_format_fields_are_named()
    {
        WavReading.AssertRefused(new WavBuilder().Format(1, channels: 0).Data(Audio).ToArray(), "0 channels", "damaged");
        WavReading.AssertRefused(new WavBuilder().Format(1, rate: 0).Data(Audio).ToArray(), "sample rate of 0 Hz");
        WavReading.AssertRefused(new WavBuilder().Format(1, rate: 0x80000000).Data(Audio).ToArray(), "sample rate of 2147483648 Hz");
        WavReading.AssertRefused(new WavBuilder().Format(1, channels: ushort.MaxValue).Data(Audio).ToArray(), "65535 channels");
        WavReading.AssertRefused(new WavBuilder().Chunk("fmt ", new byte[14]).Data(Audio).ToArray(), "14 bytes", "needs 16");
        WavReading.AssertRefused(
            new WavBuilder().Chunk("fmt ", [0xFE, 0xFF, .. new byte[16]]).Data(Audio).ToArray(), "18 bytes", "needs 40");
    }

    [Fact]
    public void Missing_chunks_are_named()
    {
        WavReading.AssertRefused(new WavBuilder().Data(Audio).ToArray(), "no fmt chunk before its data chunk");
        WavReading.AssertRefused(new WavBuilder().Format(1).ToArray(), "no data chunk");
        WavReading.AssertRefused(new WavBuilder().Chunk("LIST", [1, 2]).ToArray(), "no fmt chunk and no data chunk");
    }

    [Fact]
    public void A_header_cut_off_anywhere_is_refused_with_a_reason()
    {
        var wav = new WavBuilder().Chunk("LIST", [1, 2, 3]).Format(NAudio.Wave.WaveFormatEncoding.MuLaw).Data([]).ToArray();

        for (var length = 0; length < wav.Length; length++)
        {
            var message = WavReading.AssertRefused(wav[..length]);
            Assert.Contains(length == 0 ? "was given" : "in full", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_chunk_that_promises_more_than_there_is_is_named()
    {
        WavReading.AssertRefused(
            new WavBuilder().Chunk("LIST", [1, 2], size: uint.MaxValue).ToArray(), "'LIST' chunk", "4294967293 bytes before");
        WavReading.AssertRefused(new WavBuilder().Chunk("fmt ", [1, 0], size: 16).ToArray(), "'fmt ' chunk", "14 bytes before");
    }
}
