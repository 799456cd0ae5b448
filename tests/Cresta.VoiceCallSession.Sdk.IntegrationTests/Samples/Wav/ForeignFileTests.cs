using System.Text;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples.Wav;

/// <summary>A file that is not a WAV is named; the command is there only if sox reads such a file.</summary>
public class ForeignFileTests
{
    [Theory]
    [InlineData("RF64\xFF\xFF\xFF\xFFWAVEds64", "an RF64 file", "sox in.wav")]
    [InlineData("RIFX\0\0\0\0WAVEfmt ", "a big-endian RIFX file", "sox in.wav")]
    [InlineData(".snd\0\0\0\x1C", "an AU file", "sox in.au")]
    [InlineData("FORM\0\0\0\0AIFFCOMM", "an AIFF file", "sox in.aiff")]
    [InlineData("FORM\0\0\0\0AIFCFVER", "an AIFF file", "sox in.aiff")]
    [InlineData("fLaC\0\0\0\x22", "a FLAC file", "sox in.flac")]
    [InlineData("caff\0\x01\0\0desc", "a Core Audio file", "sox in.caf")]
    [InlineData("#!AMR\n\x04", "an AMR file", "sox in.amr-nb")]
    public void What_sox_reads_is_named_with_the_command(string content, string name, string command) =>
        AssertNamed(content, $"The file is {name}, not a WAV. Convert it with: {command} -e signed-integer -b 16 out.wav");

    [Theory]
    [InlineData("ID3\x03", "an MP3 file")]
    [InlineData("\xFF\xFB\x90\0", "an MP3 file")]
    [InlineData("OggS", "an Ogg file")]
    [InlineData("RIFF\0\0\0\0AVI LIST", "an AVI file")]
    [InlineData("\0\0\0\u0020ftypM4A ", "an MP4 or M4A file")]
    [InlineData("PK\x03\x04", "a ZIP archive")]
    [InlineData("%PDF-1.7", "a PDF document")]
    public void What_sox_does_not_read_is_named_without_a_command(string content, string name) =>
        Assert.DoesNotContain(
            "sox", AssertNamed(content, $"The file is {name}, not a WAV: export it"), StringComparison.Ordinal);

    [Theory]
    [InlineData("<!DOCTYPE html><html>")]
    [InlineData("\xEF\xBB\xBF\r\n <html lang=\"en\">")]
    public void A_page_is_named(string content) => AssertNamed(content, "an HTML page, not a WAV");

    [Theory]
    [InlineData("RIFF\0\0\0\0ACON", "'RIFF' … 'ACON', not with 'RIFF' … 'WAVE'")]
    [InlineData("\x01\x02\x03\x04", "'01020304' … ")]
    [InlineData("This is a letter.", "'This' … 'a le'")]
    [InlineData("abc", "'abc' … ''")]
    public void Other_files_are_named_by_their_first_bytes(string content, string said) => AssertNamed(content, said);

    [Fact]
    public void An_empty_file_is_named() => WavReading.AssertRefused([], "empty");

    private static string AssertNamed(string content, string said)
    {
        var message = WavReading.AssertRefused(Encoding.Latin1.GetBytes(content), said);
        Assert.DoesNotContain(message, char.IsControl);
        return message;
    }
}
