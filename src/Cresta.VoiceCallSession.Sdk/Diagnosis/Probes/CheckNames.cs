namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>What the checks are called, in reports for ever.</summary>
internal static class CheckNames
{
    public const string Dns = "dns";
    public const string Tcp = "tcp";
    public const string Proxy = "proxy";
    public const string Tls = "tls";
    public const string Http2 = "http2";
    public const string Token = "token";
    public const string Service = "service";
    public const string Authorization = "authorization";
    public const string Duplex = "duplex";
    public const string Clock = "clock";
}
