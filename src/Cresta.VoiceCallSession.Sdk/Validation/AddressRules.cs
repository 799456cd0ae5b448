namespace Cresta.VoiceCallSession.Sdk.Validation;

/// <summary>
/// Checks addresses, and says which part of one is wrong. The content of the user info and of the query is never repeated: it may be
/// secret.
/// </summary>
internal static class AddressRules
{
    private static readonly (AddressParts Part, string Name)[] Names =
    [
        (AddressParts.UserInfo, "the user info before the @"),
        (AddressParts.Path, "the path"),
        (AddressParts.Query, "the query"),
        (AddressParts.Fragment, "the fragment"),
    ];

    /// <summary>
    /// What has to be done to make an address a valid one, for example "remove the query and the fragment"; null if it is valid.
    /// </summary>
    /// <param name="address">The address.</param>
    /// <param name="unwanted">The parts that it must not have.</param>
    public static string? Fix(Uri address, AddressParts unwanted)
    {
        if (!address.IsAbsoluteUri)
        {
            return "add the scheme";
        }

        if (address.Scheme is not ("http" or "https"))
        {
            return "replace the scheme";
        }

        var present = PartsOf(address) & unwanted;
        var names = Names.Where(name => present.HasFlag(name.Part)).Select(static name => name.Name).ToList();
        return names switch
        {
            [] => null,
            [var only] => $"remove {only}",
            [.. var others, var last] => $"remove {string.Join(", ", others)} and {last}",
        };
    }

    /// <summary>The address without user info, query and fragment.</summary>
    /// <param name="address">The address.</param>
    /// <param name="withPath">Whether the path is shown as well.</param>
    public static string Shown(Uri address, bool withPath)
    {
        var parts = withPath ? UriComponents.SchemeAndServer | UriComponents.Path : UriComponents.SchemeAndServer;
        var text = address.IsAbsoluteUri ? address.GetComponents(parts, UriFormat.UriEscaped) : address.OriginalString;

        // What is taken for a path may hold a password before an @ as well, and a query if the address has no scheme.
        text = text[(text.LastIndexOf('@') + 1)..];
        return text.IndexOfAny(['?', '#']) is var end and >= 0 ? text[..end] : text;
    }

    private static AddressParts PartsOf(Uri address) =>
        (address.UserInfo.Length > 0 ? AddressParts.UserInfo : AddressParts.None)
        | (address.AbsolutePath.Length > 1 ? AddressParts.Path : AddressParts.None)
        | (address.Query.Length > 0 ? AddressParts.Query : AddressParts.None)
        | (address.Fragment.Length > 0 ? AddressParts.Fragment : AddressParts.None);
}
