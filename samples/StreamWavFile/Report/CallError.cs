using Cresta.VoiceCallSession.Sdk;
using StreamWavFile.Options;
using StreamWavFile.Wav;

namespace StreamWavFile.Report;

/// <summary>Exceptions that are not defects of this program, as an exit code and a message.</summary>
internal static class CallError
{
    /// <summary>Null for any other exception: a defect, which is shown with its stack trace.</summary>
    public static (int ExitCode, string Message)? Describe(Exception failure, CallOptions options) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            (ExitCodes.BadUsage, $"There is no file \"{options.File}\"; give --file another path."),
        UnauthorizedAccessException when Directory.Exists(options.File) =>
            (ExitCodes.BadUsage, $"\"{options.File}\" is a directory; give --file a WAV file."),
        UnauthorizedAccessException => (ExitCodes.BadUsage, $"The file \"{options.File}\" may not be read; check its permissions."),
        WavFormatException => (ExitCodes.Failure, $"\"{options.File}\" cannot be streamed. {failure.Message}"),
        ArgumentException when string.IsNullOrWhiteSpace(options.File) =>
            (ExitCodes.BadUsage, "--file is empty; give it the path of a WAV file."),
        MessageValidationException invalid => (ExitCodes.BadUsage, string.Join(' ', invalid.Faults)),
        ArgumentException argument => (ExitCodes.BadUsage, UserMessage.WithoutParameter(argument)),
        VoiceCallSessionException => (ExitCodes.Failure, UserMessage.OnOneLine(failure.Message)),
        OperationCanceledException => (ExitCodes.Failure, "Interrupted before the call was open."),
        IOException => (ExitCodes.Failure, $"\"{options.File}\" cannot be read: {UserMessage.OnOneLine(failure.Message)}"),
        _ => null,
    };
}
