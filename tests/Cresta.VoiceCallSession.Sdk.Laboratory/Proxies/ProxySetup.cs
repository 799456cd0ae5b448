namespace Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;

/// <summary>How a program is run: its arguments, and files in a directory of its own, written again at each start and reload.</summary>
internal sealed class ProxySetup
{
    private readonly Dictionary<string, string> _files = [];

    public ProxySetup(string program, string reloadSignal)
    {
        (Program, ReloadSignal, Port) = (program, reloadSignal, LoopbackPorts.Free());
        Directory = System.IO.Directory.CreateTempSubdirectory($"laboratory-{program}-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // squid does not run as root, but as a user who must be able to read its files.
            File.SetUnixFileMode(Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
                UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        }
    }

    public string Program { get; }

    public string ReloadSignal { get; }

    public string Directory { get; }

    public int Port { get; }

    public IReadOnlyList<string> Arguments { get; set; } = [];

    /// <summary>Files that the program logs to, beside its output.</summary>
    public IReadOnlyList<string> LogFiles { get; set; } = [];

    /// <summary>Sets a file's text for the next start or reload.</summary>
    public void SetFile(string name, string text) => _files[name] = text;

    public string PathOf(string name) => Path.Combine(Directory, name);

    public async Task WriteAsync()
    {
        foreach (var (name, text) in _files)
        {
            await File.WriteAllTextAsync(PathOf(name), text);
        }
    }

    public IEnumerable<string> ReadLogFiles() => LogFiles.Select(PathOf).Where(File.Exists).Select(File.ReadAllText);

    public void Delete() => System.IO.Directory.Delete(Directory, recursive: true);
}
