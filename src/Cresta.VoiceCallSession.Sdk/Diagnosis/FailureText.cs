using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis;

/// <summary>What an exception tells, in one line.</summary>
internal static class FailureText
{
    public static string Of(Exception failure)
    {
        var root = failure is RpcException { Status.DebugException: { } cause } ? cause : failure;
        var text = root.Message;
        while (root.InnerException is { } inner)
        {
            root = inner;
            if (!text.Contains(inner.Message, StringComparison.Ordinal))
            {
                text = $"{text.TrimEnd('.')}: {inner.Message}";
            }
        }

        return string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TrimEnd('.');
    }
}
