using YamlDotNet.Serialization;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry.Operations;

/// <summary>A file of alert rules.</summary>
internal sealed class AlertRules
{
    [YamlMember(Alias = "groups")]
    public List<AlertGroup> Groups { get; set; } = [];
}
