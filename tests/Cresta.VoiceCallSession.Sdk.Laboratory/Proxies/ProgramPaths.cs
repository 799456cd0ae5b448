namespace Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;

/// <summary>Where the proxies are installed.</summary>
internal static class ProgramPaths
{
    /// <summary>Set to 1 where a missing program is a failure, as in CI.</summary>
    private const string RequiredVariable = "LABORATORY_REQUIRED";

    private static readonly string[] Programs = ["nginx", "haproxy", "squid"];

    /// <summary>Why the laboratory cannot run here, or null if it can, or must.</summary>
    public static string? SkipReason => IsRequired || Array.TrueForAll(Programs, name => Find(name) is not null) ? null : Missing;

    private static bool IsRequired => Environment.GetEnvironmentVariable(RequiredVariable) == "1";

    private static string Missing =>
        $"Not installed: {string.Join(", ", Programs.Where(name => Find(name) is null))}. Run: apt-get install nginx haproxy squid";

    public static string Of(string name) => Find(name) ?? throw new InvalidOperationException(Missing);

    // Debian installs servers in /usr/sbin, which is not on every user's PATH.
    private static string? Find(string name) => OperatingSystem.IsWindows()
        ? null
        : $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin".Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}
