using FsCheck;
using FsCheck.Xunit;
using StreamWavFile.Wav;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples.Wav;

public class WavAudioProperties
{
    [Property]
    public void Whatever_the_layout_the_audio_is_the_same(WavLayout layout, PositiveInt bufferLength)
    {
        var reader = WavReading.Open(layout.ToArray());
        var blockAlign = reader.Format.BlockAlign;
        var dangling = layout.Audio.Length % blockAlign;

        var audio = reader.ReadToEnd(bufferLength.Get + blockAlign);

        Assert.Equal(layout.Audio[..^dangling], audio);
        Assert.Equal(dangling, reader.DanglingBytes);
        Assert.Equal(layout.Encoding, reader.Format.Encoding);
        Assert.Equal(layout.Channels, reader.Format.Channels);
        Assert.False(reader.IsTruncated);
    }

    [Property]
    public void A_wav_cut_off_anywhere_gives_what_is_there_or_says_what_is_wrong(WavLayout layout, NonNegativeInt cut)
    {
        var wav = layout.ToArray();
        var length = cut.Get % (wav.Length + 1);

        AssertReadsOrRefuses(wav[..length]);
    }

    [Property]
    public void A_damaged_wav_is_read_or_refused(WavLayout layout, byte[] damage, NonNegativeInt[] places)
    {
        var wav = layout.ToArray();
        foreach (var (place, value) in places.Zip(damage))
        {
            wav[place.Get % Math.Min(wav.Length, 60)] = value;
        }

        AssertReadsOrRefuses(wav);
    }

    [Property]
    public void Garbage_is_refused(byte[] garbage)
    {
        AssertReadsOrRefuses(garbage);
        AssertReadsOrRefuses([.. "RIFF\0\0\0\0WAVE"u8, .. garbage]);
        AssertReadsOrRefuses([.. "RIFF\0\0\0\0WAVEfmt "u8, .. garbage]);
        AssertReadsOrRefuses([.. "RIFF\0\0\0\0WAVEfmt \x10\0\0\0"u8, .. garbage]);
        AssertReadsOrRefuses([.. "RIFF"u8, 0xFF, 0xFF, 0xFF, 0xFF, .. "WAVEfmt \x10\0\0\0"u8, .. garbage]);
    }

    // Anything but a WavFormatException fails the test, and so does a read that never ends.
    private static void AssertReadsOrRefuses(byte[] bytes)
    {
        WavAudio reader;
        try
        {
            reader = WavReading.Open(bytes);
        }
        catch (WavFormatException exception)
        {
            Assert.DoesNotContain(exception.Message, char.IsControl);
            return;
        }

        var audio = reader.ReadToEnd(bufferLength: reader.Format.BlockAlign * 4);
        Assert.InRange(audio.Length, 0, bytes.Length);
    }
}
