namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>
/// Recognises that HttpClient gave a connection up because nobody answered its ping: the other side, or the way to it, has gone silent.
/// </summary>
internal static class PingTimeout
{
    // RFC 9113, section 7.
    private const long ProtocolError = 0x1;

    /// <summary>
    /// HttpClient reports it with the code by which it also reports whoever does not speak HTTP/2, and only its text tells the two apart.
    /// Should that change, the one is taken for the other before the endpoint's first answer.
    /// </summary>
    public static bool Is(HttpProtocolException failure) =>
        failure.ErrorCode == ProtocolError && failure.Message.Contains("ping", StringComparison.OrdinalIgnoreCase);
}
