using System.Text.Json.Serialization;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace FakeServer;

/// <summary>A reset in a script file.</summary>
internal sealed class ResetEntry
{
    [JsonRequired]
    public int After { get; set; }

    public string ErrorCode { get; set; } = "INTERNAL_ERROR";

    public Http2ErrorCode ToErrorCode() =>
        Enum.TryParse<Http2ErrorCode>(ErrorCode.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var code)
            && Enum.IsDefined(code)
            ? code
            : throw new UsageException($"'{ErrorCode}' is no HTTP/2 error code; write one such as INTERNAL_ERROR, REFUSED_STREAM or "
                + $"CANCEL.");
}
