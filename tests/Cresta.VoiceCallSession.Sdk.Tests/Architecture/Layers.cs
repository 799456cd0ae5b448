namespace Cresta.VoiceCallSession.Sdk.Tests.Architecture;

/// <summary>The folders of a package from the top to the bottom: each may use only those below it.</summary>
internal static class Layers
{
    public static readonly IReadOnlyList<string> Sdk =
    [
        "Health",
        "DependencyInjection",
        "Client",
        "Diagnosis",
        "Diagnosis/Checks",
        "Diagnosis/Probes",
        "Client/Runtime",
        "Sessions",
        "Sessions/Engine",
        "Sessions/Attempts",
        "Sessions/Telemetry",
        "Sessions/Report",
        "Sessions/Context",
        "Sessions/Queue",
        "Sessions/Ledger",
        "Transport",
        "Transport/Grpc",
        "Transport/Rest",
        "Transport/Connections",
        "Transport/Http2",
        "Sessions/Model",
        "Options",
        "Credentials",
        "Credentials/Tokens",
        "Http",
        "Messages",
        "Resilience",
        "Telemetry",
        "Errors",
        "Validation",
        "Audio",
    ];

    public static readonly IReadOnlyList<string> Testing =
    [
        "Scenarios",
        "Server",
        "RestFrontEnd",
        "GrpcFrontEnd",
        "Conversations",
        "Http2",
        "Tokens",
        "Assertions",
        "Http2/Codecs",
        "Http2/Hpack",
        "Http2/Frames",
        "Faults",
        "Rest",
        "Scripts",
        "Records",
        "Messages",
        "Hosting",
        "Primitives",
    ];
}
