using System.Collections.Concurrent;
using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Laboratory.Rig;
using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;

/// <summary>
/// A proxy as it is installed in production, run in the foreground with a generated configuration. Its output becomes part of the test's.
/// </summary>
internal sealed class ProxyProgram : IAsyncDisposable
{
    private static readonly TimeSpan SignalInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly ITestOutputHelper _testOutput;
    private Process? _process;

    private ProxyProgram(ProxySetup setup, ITestOutputHelper testOutput) => (Setup, _testOutput) = (setup, testOutput);

    public ProxySetup Setup { get; }

    public Uri Endpoint => new($"{Setup.Scheme}://127.0.0.1:{Setup.Port}");

    /// <summary>What the program has written to its output and its log files, requests included.</summary>
    public string Log => string.Join('\n', [.. _output, .. Setup.ReadLogFiles()]);

    public static async Task<ProxyProgram> StartAsync(ProxySetup setup, ITestOutputHelper testOutput)
    {
        var program = new ProxyProgram(setup, testOutput);
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
        await Setup.WriteAsync();
        var start = new ProcessStartInfo(ProgramPaths.Of(Setup.Program), Setup.Arguments)
        {
            WorkingDirectory = Setup.Directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = _process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Polling.UntilAsync(
            () => process.HasExited
                ? throw new InvalidOperationException($"{Setup.Program} ended at its start.")
                : LoopbackPorts.AcceptsAsync(Setup.Port),
            $"{Setup.Program} listens on port {Setup.Port}");
    }

    /// <summary>Asks the running program to read its configuration again, as an operator does.</summary>
    public async Task ReloadAsync()
    {
        await Setup.WriteAsync();
        var reloads = CountReloads();
        long? signalled = null;
        await Polling.UntilAsync(
            async () =>
            {
                // haproxy loses a signal that comes while its master process replaces itself at the start.
                if (signalled is null || TimeProvider.System.GetElapsedTime(signalled.Value) > SignalInterval)
                {
                    signalled = TimeProvider.System.GetTimestamp();
                    await SignalAsync(Setup.ReloadSignal);
                }

                return CountReloads() > reloads;
            },
            $"{Setup.Program} reads its configuration again");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _testOutput.WriteLine($"{Setup.Program}:\n{Log}");
        Setup.Delete();
    }

    private int CountReloads() => _output.Count(line => line.Contains(Setup.ReloadNotice, StringComparison.Ordinal));

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -s {signal} {_process!.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private void Add(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
