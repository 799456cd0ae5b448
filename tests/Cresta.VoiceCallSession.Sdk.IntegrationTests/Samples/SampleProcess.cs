using System.Diagnostics;
using System.Reflection;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples;

/// <summary>The built sample as a process of its own, which no test outlives.</summary>
internal sealed class SampleProcess : IDisposable
{
    private const string ApiKeyVariable = "CRESTA_API_KEY";
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private SampleProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    private static string SamplePath =>
        typeof(SampleProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            metadata => metadata.Key is "StreamWavFile").Value!;

    /// <summary>The bundled conversation, as the sample has it.</summary>
    public static string Conversation => Path.Combine(Path.GetDirectoryName(SamplePath)!, "audio", "conversation.wav");

    public static SampleProcess Start(IEnumerable<string> arguments, string? apiKeyVariable = null)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [SamplePath, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ApiKeyVariable] = apiKeyVariable;
        return new SampleProcess(Process.Start(start)!);
    }

    public static async Task<SampleResult> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await process.WaitForExitAsync();
    }

    public async Task<SampleResult> WaitForExitAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Watchdog);
        }
        catch (TimeoutException)
        {
            _process.Kill();
            Assert.Fail($"The sample hung.\n{await _output}\n{await _error}");
        }

        return new SampleResult(_process.ExitCode, await _output, await _error);
    }

    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Watchdog);
        Assert.Equal(0, kill.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
