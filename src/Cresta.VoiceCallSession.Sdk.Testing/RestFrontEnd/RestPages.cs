namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>What proxies and gateways answer that is no JSON.</summary>
internal static class RestPages
{
    public const string Json = "application/json";
    public const string PlainText = "text/plain; charset=utf-8";
    public const string Html = "text/html";

    /// <summary>A proxy's page; it does not tell what happened.</summary>
    public static string Page(int status, string reason) =>
        $"<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n<center><h1>{status} "
            + $"{reason}</h1></center>\r\n<hr><center>proxy</center>\r\n</body>\r\n</html>\r\n";
}
