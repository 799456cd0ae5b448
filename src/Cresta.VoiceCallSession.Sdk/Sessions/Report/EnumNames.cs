using System.Globalization;
using Google.Protobuf.Reflection;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Report;

/// <summary>Names of enum values as the wire spells them; a number that has no name stands for itself.</summary>
internal static class EnumNames
{
    /// <summary>The name in the one enum that is nested in the message.</summary>
    public static string Of(MessageDescriptor owner, int number) =>
        owner.EnumTypes[0].FindValueByNumber(number)?.Name ?? number.ToString(CultureInfo.InvariantCulture);
}
