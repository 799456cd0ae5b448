using System.Globalization;
using NAudio.Wave;

namespace StreamWavFile.Wav;

/// <summary>Names an encoding that the sample does not read. A command is given only for encodings that sox reads from a WAV.</summary>
internal static class UnreadableEncoding
{
    private const string Command = "Convert it with: sox in.wav -e signed-integer -b 16 out.wav";
    private const string NoCommand = "Export it as 16-bit PCM with the program that made it.";

    public static WavFormatException Of(WaveFormatEncoding encoding, int bits) => encoding switch
    {
        WaveFormatEncoding.Pcm => Create($"{bits}-bit PCM", bits is 8 or 24 or 32),
        WaveFormatEncoding.IeeeFloat => Create($"{bits}-bit floating-point PCM", bits is 32 or 64),
        WaveFormatEncoding.Adpcm => Create("Microsoft ADPCM", soxReads: true),
        WaveFormatEncoding.ImaAdpcm => Create("IMA ADPCM", soxReads: true),
        WaveFormatEncoding.Gsm610 => Create("GSM 6.10", soxReads: true),
        _ => Named(NameOf((int)encoding)
            ?? string.Create(CultureInfo.InvariantCulture, $"the encoding with format tag 0x{(int)encoding:X4}")),
    };

    public static WavFormatException Named(string encoding) => Create(encoding, soxReads: false);

    private static WavFormatException Create(string encoding, bool soxReads) =>
        new($"The WAV holds {encoding}; 16-bit PCM, µ-law and A-law can be read. {(soxReads ? Command : NoCommand)}");

    // The tags of mmreg.h. Several companies have registered the same codec.
    private static string? NameOf(int tag) => tag switch
    {
        0x0050 => "MPEG audio",
        0x0055 => "MP3",
        0x0010 or 0x0017 => "OKI ADPCM",
        0x0014 => "G.723 ADPCM",
        0x0020 => "Yamaha ADPCM",
        0x0200 => "Creative ADPCM",
        0x0022 => "TrueSpeech",
        0x0040 => "G.721 ADPCM",
        0x0041 => "G.728",
        0x0042 or 0x0059 or 0x0093 or 0x00A3 or 0x0111 or 0x0123 => "G.723.1",
        0x0045 or 0x0064 or 0x0085 or 0x0140 => "G.726 ADPCM",
        0x0065 or 0x028F => "G.722 ADPCM",
        0x0083 or 0x00A2 or 0x0133 or 0x0134 => "G.729",
        0x00FF or 0x1600 or 0x1601 or 0x1602 or 0x1610 => "AAC",
        0x0160 or 0x0161 or 0x0162 or 0x0163 => "Windows Media Audio",
        >= 0x674F and <= 0x6751 or >= 0x676F and <= 0x6771 => "Vorbis",
        0x704F => "Opus",
        _ => null,
    };
}
