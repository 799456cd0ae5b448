namespace Cresta.VoiceCallSession.Sdk.Testing.Faults;

/// <summary>What a <see cref="Toxic"/> does.</summary>
internal enum ToxicKind
{
    Latency,
    Bandwidth,
    Slicer,
    Reset,
    HalfClose,
    Limit,
    BlackHole,
}
