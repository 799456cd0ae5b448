using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk.Messages;

/// <summary>
/// The rule for profiles, the same for builders, requests, options and the path of a REST request: an id, or a resource name with slashes.
/// Which of the two the service expects is not public, so neither the names nor the number of the segments is checked: only what no path
/// can carry is refused.
/// </summary>
internal static class ProfileName
{
    private const char Separator = '/';

    private const string Form = "a profile is an id, or a resource name of the form customers/<customer>/profiles/<profile>";

    /// <summary>Adds what is wrong with a profile.</summary>
    /// <param name="field">The field or option that holds it.</param>
    /// <param name="profile">The profile; empty if there is none.</param>
    /// <param name="faults">Where the faults go.</param>
    public static void Check(string field, string profile, ref MessageFaults faults)
    {
        if (string.IsNullOrWhiteSpace(profile))
        {
            var value = profile.Length == 0 ? "missing" : $"blank ({QuotedValue.Quote(profile)})";
            faults.Add(field, value, $"give the profile that the call is processed under; {Form}");
            return;
        }

        if (TextRules.IndexOfLoneSurrogate(profile) is >= 0 and var lone)
        {
            faults.Add(field, QuotedValue.Quote(profile), $"{TextRules.FixForLoneSurrogate(profile, lone)}; {Form}");
        }

        if (TextRules.IndexOfControl(profile) is >= 0 and var control)
        {
            faults.Add(field, QuotedValue.Quote(profile), $"{TextRules.FixForControl(profile, control)}; {Form}");
        }

        if (profile.Split(Separator).Select(FixForSegment).FirstOrDefault(static fix => fix is not null) is { } segmentFix)
        {
            faults.Add(field, QuotedValue.Quote(profile), $"{segmentFix}; {Form}");
        }
    }

    /// <exception cref="ArgumentNullException">The profile is null.</exception>
    /// <exception cref="MessageValidationException">The profile is not valid; the exception says all that is wrong.</exception>
    public static void ThrowIfInvalid(string profile, string messageName, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(profile, parameterName);
        var faults = default(MessageFaults);
        Check("profile", profile, ref faults);
        faults.ThrowIfAny(messageName, parameterName);
    }

    /// <summary>
    /// The profile as part of a path: each segment percent-encoded, with slashes between them. A percent sign is encoded too, so that a
    /// literal <c>%2F</c> arrives as it is, and not as a slash.
    /// </summary>
    public static string ToPath(string profile) => string.Join(Separator, profile.Split(Separator).Select(Uri.EscapeDataString));

    private static string? FixForSegment(string segment) => segment switch
    {
        "" => "take out slashes at the start and the end, and double ones: no segment may be empty",
        "." or ".." => $"take out the segment \"{segment}\", which leads to another path",
        _ => string.IsNullOrWhiteSpace(segment) ? "take out the segment that is blank" : null,
    };
}
