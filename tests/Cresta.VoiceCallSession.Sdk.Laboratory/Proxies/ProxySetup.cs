namespace Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;

/// <summary>How a program is run: its arguments, and files in a directory of its own, written again at each start and reload.</summary>
internal sealed class ProxySetup
{
    private const string SharedMemory = "/dev/shm";

    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly Dictionary<string, string> _files = [];

    public ProxySetup(string program)
    {
        (Program, Port) = (program, LoopbackPorts.Free());
        Directory = System.IO.Directory.CreateTempSubdirectory($"laboratory-{program}-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // squid does not run as root, but as a user who must be able to read its files.
            File.SetUnixFileMode(Directory, File.GetUnixFileMode(Directory) | Others);
        }
    }

    public string Program { get; }

    public string Directory { get; }

    public int Port { get; }

    public string Scheme { get; init; } = "http";

    public IReadOnlyList<string> Arguments { get; set; } = [];

    /// <summary>The signal that makes the program read its configuration again.</summary>
    public string ReloadSignal { get; init; } = "HUP";

    /// <summary>What the program writes when it does so.</summary>
    public string ReloadNotice { get; init; } = "";

    /// <summary>Files that the program logs to, beside its output.</summary>
    public IReadOnlyList<string> LogFiles { get; set; } = [];

    /// <summary>How the names of the program's shared memory begin, which it leaves behind if it is killed.</summary>
    public string? SharedMemoryPrefix { get; init; }

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

    public void Delete()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        if (SharedMemoryPrefix is { } prefix && System.IO.Directory.Exists(SharedMemory))
        {
            Array.ForEach(System.IO.Directory.GetFiles(SharedMemory, $"{prefix}*"), File.Delete);
        }
    }
}
