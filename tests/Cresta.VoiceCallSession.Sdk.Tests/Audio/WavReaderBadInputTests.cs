namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

public class WavReaderBadInputTests
{
    private static readonly byte[] Audio = new byte[24];

    [Theory]
    [InlineData(1, 24, "24-bit PCM")]
    [InlineData(1, 8, "8-bit PCM")]
    [InlineData(1, 32, "32-bit PCM")]
    [InlineData(3, 32, "32-bit floating-point PCM")]
    [InlineData(7, 16, "16-bit µ-law")]
    [InlineData(6, 16, "16-bit A-law")]
    [InlineData(0x31, 0, "the encoding with format tag 0x0031")]
    public async Task Other_encodings_are_named_with_the_conversion(ushort tag, ushort bits, string found) =>
        await WavReading.AssertRefusedAsync(
            new WavBuilder().Format(tag, channels: 1, rate: 8000, bits).Data(Audio).ToArray(),
            $"The WAV holds {found};",
            "sox in.wav -e signed-integer -b 16 out.wav");

    [Fact]
    public async Task An_extensible_24_bit_file_is_named_as_24_bit()
    {
        var pcm = new Guid(1, 0x0000, 0x0010, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71);

        await WavReading.AssertRefusedAsync(new WavBuilder().Extensible(pcm, bits: 24).Data(Audio).ToArray(), "24-bit PCM", "sox in.wav");
    }

    [Fact]
    public async Task An_unknown_sub_format_is_named()
    {
        var subFormat = Guid.Parse("00000001-1234-0010-8000-00aa00389b71");

        await WavReading.AssertRefusedAsync(
            new WavBuilder().Extensible(subFormat).Data(Audio).ToArray(), subFormat.ToString(), "sox in.wav");
    }

    [Fact]
    public async Task Damaged_format_fields_are_named()
    {
        await WavReading.AssertRefusedAsync(new WavBuilder().Format(1, channels: 0).Data(Audio).ToArray(), "0 channels", "damaged");
        await WavReading.AssertRefusedAsync(new WavBuilder().Format(1, rate: 0).Data(Audio).ToArray(), "sample rate of 0 Hz");
        await WavReading.AssertRefusedAsync(
            new WavBuilder().Format(1, rate: 0x80000000).Data(Audio).ToArray(), "sample rate of 2147483648 Hz");
        await WavReading.AssertRefusedAsync(
            new WavBuilder().Format(1, channels: 2, blockAlign: 3).Data(Audio).ToArray(), "block align of 3 bytes", "2 channels needs 4");
        await WavReading.AssertRefusedAsync(
            new WavBuilder().Format(1, channels: ushort.MaxValue, blockAlign: 0xFFFE).Data(Audio).ToArray(), "block align of 65534 bytes");
        await WavReading.AssertRefusedAsync(new WavBuilder().Chunk("fmt ", new byte[14]).Data(Audio).ToArray(), "14 bytes", "needs 16");
        await WavReading.AssertRefusedAsync(
            new WavBuilder().Chunk("fmt ", [0xFE, 0xFF, .. new byte[16]]).Data(Audio).ToArray(), "18 bytes", "needs 40");
    }

    [Fact]
    public async Task What_is_not_a_wav_is_named_by_its_first_bytes()
    {
        await WavReading.AssertRefusedAsync([], "empty");
        await WavReading.AssertRefusedAsync([.. "OggS"u8, .. new byte[20]], "'OggS'", "sox in.file");
        await WavReading.AssertRefusedAsync([.. "RIFF\0\0\0\0AVI LIST"u8], "'RIFF' … 'AVI '");
        await WavReading.AssertRefusedAsync([.. "RIFX\0\0\0\0WAVEfmt "u8], "'RIFX'");
        await WavReading.AssertRefusedAsync([0xFF, 0xFB, 0x90, 0x00, .. new byte[20]], "'FFFB9000'");
    }

    [Fact]
    public async Task Missing_chunks_are_named()
    {
        await WavReading.AssertRefusedAsync(new WavBuilder().Data(Audio).ToArray(), "no fmt chunk before its data chunk");
        await WavReading.AssertRefusedAsync(new WavBuilder().Format(1).ToArray(), "no data chunk");
        await WavReading.AssertRefusedAsync(new WavBuilder().Chunk("LIST", [1, 2]).ToArray(), "no fmt chunk and no data chunk");
    }

    [Fact]
    public async Task A_header_cut_off_anywhere_is_refused_with_a_reason()
    {
        var wav = new WavBuilder().Chunk("LIST", [1, 2, 3]).Format(WavEncoding.Mulaw).Data([]).ToArray();

        for (var length = 0; length < wav.Length; length++)
        {
            var exception = await WavReading.AssertRefusedAsync(wav[..length]);
            Assert.Contains(length == 0 ? "was given" : "in full", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_chunk_that_promises_more_than_there_is_is_named()
    {
        await WavReading.AssertRefusedAsync(
            new WavBuilder().Chunk("LIST", [1, 2], size: uint.MaxValue).ToArray(), "'LIST' chunk", "4294967294 bytes before");
        await WavReading.AssertRefusedAsync(new WavBuilder().Chunk("fmt ", [1, 0], size: 16).ToArray(), "'fmt ' chunk", "14 bytes before");
    }

    [Fact]
    public void The_exception_is_a_format_exception_with_a_message_and_a_cause()
    {
        var cause = new IOException();

        Assert.IsAssignableFrom<FormatException>(new WavFormatException());
        Assert.Contains("WAV", new WavFormatException().Message, StringComparison.Ordinal);
        Assert.Same(cause, new WavFormatException("message", cause).InnerException);
    }
}
