using Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;

namespace Cresta.VoiceCallSession.Sdk.Laboratory.Rig;

/// <summary>A theory that needs nginx, haproxy and squid. Without them it is skipped, or fails if LABORATORY_REQUIRED=1.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LaboratoryTheoryAttribute : TheoryAttribute
{
    public LaboratoryTheoryAttribute() => Skip = ProgramPaths.SkipReason;
}
