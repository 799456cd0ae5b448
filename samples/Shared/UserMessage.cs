namespace Samples;

/// <summary>Messages of exceptions, for the user of a command.</summary>
internal static class UserMessage
{
    public static string OnOneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>The message without the name of the parameter, which is a name in the SDK's code.</summary>
    public static string WithoutParameter(ArgumentException failure) =>
        OnOneLine(failure.Message.Replace($" (Parameter '{failure.ParamName}')", "", StringComparison.Ordinal));
}
