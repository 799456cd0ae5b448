namespace Cresta.VoiceCallSession.Sdk.Testing.Faults;

/// <summary>One adding of a toxic, by which it is taken away again: the same toxic may be added twice.</summary>
internal sealed class AddedToxic(Toxic toxic)
{
    public Toxic Toxic => toxic;
}
