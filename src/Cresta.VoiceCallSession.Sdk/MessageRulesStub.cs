namespace Cresta.VoiceCallSession.Sdk;
internal static class MessageRules
{
    public static void ThrowIfInvalid(object o, string n) { }
    public static bool IsValid(object o) => true;
}
