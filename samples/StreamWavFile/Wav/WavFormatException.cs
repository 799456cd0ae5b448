namespace StreamWavFile.Wav;

/// <summary>A file is not a WAV that can be read. The message says what it is and how to get a readable file.</summary>
internal sealed class WavFormatException(string message) : FormatException(message);
