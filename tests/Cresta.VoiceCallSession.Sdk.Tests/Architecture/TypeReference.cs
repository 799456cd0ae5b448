namespace Cresta.VoiceCallSession.Sdk.Tests.Architecture;

/// <summary>A use of a type in one folder by a type in another.</summary>
internal sealed record TypeReference(string FromFolder, string FromType, string ToFolder, string ToType, string Place)
{
    public override string ToString() => $"{FromFolder}: {FromType} -> {ToFolder}: {ToType} ({Place})";
}
