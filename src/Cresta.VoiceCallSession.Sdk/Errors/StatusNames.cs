using Google.Rpc;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>The canonical spelling of a status, as logs, reports and other languages have it: <c>DEADLINE_EXCEEDED</c>.</summary>
internal static class StatusNames
{
    public static string Of(StatusCode code) => Of((int)code);

    public static string Of(int code) =>
        CodeReflection.Descriptor.EnumTypes[0].FindValueByNumber(code)?.Name ?? $"CODE_{code}";
}
