using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>What an exception tells, with what the exceptions within it add.</summary>
internal static class FailureText
{
    public static string Of(Exception failure)
    {
        var root = failure is RpcException { Status.DebugException: { } cause } ? cause : failure;
        var text = root is RpcException rpc ? rpc.Status.Detail : root.Message;
        while (root.InnerException is { } inner)
        {
            root = inner;
            if (!text.Contains(inner.Message, StringComparison.Ordinal))
            {
                text = $"{text.TrimEnd('.')}: {inner.Message}";
            }
        }

        return text.Length > 0 ? text : failure.GetType().Name;
    }

    /// <summary>The same in one line, without a stop.</summary>
    public static string OneLineOf(Exception failure) =>
        string.Join(
            ' ', Of(failure).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TrimEnd('.');
}
