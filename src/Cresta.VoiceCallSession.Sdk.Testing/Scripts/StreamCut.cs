namespace Cresta.VoiceCallSession.Sdk.Testing.Scripts;

/// <summary>The point at which a script cuts a stream short, and how.</summary>
internal sealed record StreamCut(int AfterMessages, CutKind Kind)
{
    /// <summary>For <see cref="CutKind.End"/>; null is OK.</summary>
    public ScriptedStatus? Status { get; init; }

    /// <summary>For <see cref="CutKind.Reset"/>.</summary>
    public Http2ErrorCode ErrorCode { get; init; }
}
