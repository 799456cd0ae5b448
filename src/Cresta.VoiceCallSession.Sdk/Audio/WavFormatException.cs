namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// A stream is not a WAV file that <see cref="WavReader"/> can read. The message says what was found and how to get a readable file.
/// </summary>
public sealed class WavFormatException : FormatException
{
    /// <summary>Creates the exception with a general message.</summary>
    public WavFormatException()
        : this("The stream is not a readable WAV file.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was found, and the fix.</param>
    public WavFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What was found, and the fix.</param>
    /// <param name="innerException">The cause.</param>
    public WavFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
