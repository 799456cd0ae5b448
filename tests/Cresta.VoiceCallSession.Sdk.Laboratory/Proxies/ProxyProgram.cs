using System.Collections.Concurrent;
using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Laboratory.Rig;
using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;

/// <summary>A proxy as it is installed in production, run in the foreground with a configuration of the test's own. Its output goes to the test's.</summary>
internal sealed class ProxyProgram : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ProxySetup _setup;
    private readonly ITestOutputHelper _log;
    private Process? _process;

    private ProxyProgram(ProxySetup setup, ITestOutputHelper log) => (_setup, _log) = (setup, log);

    public Uri Endpoint => new($"http://127.0.0.1:{_setup.Port}");

    /// <summary>What the program has written, its access log included.</summary>
    public IReadOnlyCollection<string> Output => _output;

    public static async Task<ProxyProgram> StartAsync(ProxySetup setup, ITestOutputHelper log)
    {
        var program = new ProxyProgram(setup, log);
        try
        {
            await program.StartAsync();
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>As a crash: no connection is closed in order.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async Task StartAsync()
    {
        await _setup.WriteAsync();
        var start = new ProcessStartInfo(ProgramPaths.Of(_setup.Program), _setup.Arguments)
        {
            WorkingDirectory = _setup.Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = _process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Polling.UntilAsync(
            () => process.HasExited ? throw new InvalidOperationException($"{_setup.Program} ended at its start.") : LoopbackPorts.AcceptsAsync(_setup.Port),
            $"{_setup.Program} listens on port {_setup.Port}");
    }

    /// <summary>Asks the running program to read its configuration again, as an operator does.</summary>
    public async Task ReloadAsync()
    {
        await _setup.WriteAsync();
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -s {_setup.ReloadSignal} {_process!.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        foreach (var line in _output)
        {
            _log.WriteLine($"{_setup.Program}: {line}");
        }

        _setup.Delete();
    }

    private void Add(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
