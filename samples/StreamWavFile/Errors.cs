using Cresta.VoiceCallSession.Sdk;
using StreamWavFile.Wav;

namespace StreamWavFile;

/// <summary>What can go wrong outside this program, as an exit code and a line for people.</summary>
internal static class Errors
{
    /// <summary>Null for what is none of these: a defect, which should be seen in full.</summary>
    public static (int ExitCode, string Message)? Describe(Exception failure, CallOptions options) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            (ExitCodes.BadUsage, $"There is no file \"{options.File}\"; give --file another path."),
        UnauthorizedAccessException when Directory.Exists(options.File) =>
            (ExitCodes.BadUsage, $"\"{options.File}\" is a directory; give --file a WAV file."),
        UnauthorizedAccessException => (ExitCodes.BadUsage, $"The file \"{options.File}\" may not be read; check its permissions."),
        WavFormatException => (ExitCodes.Failed, $"\"{options.File}\" cannot be streamed. {failure.Message}"),
        ArgumentException when string.IsNullOrWhiteSpace(options.File) =>
            (ExitCodes.BadUsage, "--file is empty; give it the path of a WAV file."),
        MessageValidationException invalid => (ExitCodes.BadUsage, string.Join(' ', invalid.Faults)),
        ArgumentException argument => (ExitCodes.BadUsage, WithoutParameter(argument)),
        VoiceCallSessionException => (ExitCodes.Failed, OnOneLine(failure.Message)),
        OperationCanceledException => (ExitCodes.Failed, "Interrupted before the call was open."),
        IOException => (ExitCodes.Failed, $"\"{options.File}\" cannot be read: {OnOneLine(failure.Message)}"),
        _ => null,
    };

    public static string OnOneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    // The parameter is one of the SDK's, which says nothing to the user of a command.
    private static string WithoutParameter(ArgumentException failure) =>
        OnOneLine(failure.Message.Replace($" (Parameter '{failure.ParamName}')", "", StringComparison.Ordinal));
}
