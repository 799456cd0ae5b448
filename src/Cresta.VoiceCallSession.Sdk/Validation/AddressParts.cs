namespace Cresta.VoiceCallSession.Sdk.Validation;

/// <summary>Parts of an address that an option may have no use for.</summary>
[Flags]
internal enum AddressParts
{
    None = 0,
    UserInfo = 1,
    Path = 2,
    Query = 4,
    Fragment = 8,
}
