using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Wire;

/// <summary>Google's own decoder, as a process: it shares no code with this repository. The machine's, where it has one.</summary>
internal static class Protoc
{
    public static async Task<string> DecodeAsync(byte[] message, string? type)
    {
        var start = new ProcessStartInfo(Find())
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        if (type is null)
        {
            start.ArgumentList.Add("--decode_raw");
        }
        else
        {
            start.ArgumentList.Add($"--decode=cresta.v1.voicecallsession.{type}");
            start.ArgumentList.Add($"-I{BuildPaths.Of("Protos")}");
            start.ArgumentList.Add($"-I{BuildPaths.Of("CommonProtos")}");
            start.ArgumentList.Add("cresta/v1/voicecallsession/voice_call_session_service.proto");
        }

        using var protoc = Process.Start(start)!;
        var output = protoc.StandardOutput.ReadToEndAsync();
        var errors = protoc.StandardError.ReadToEndAsync();
        await protoc.StandardInput.BaseStream.WriteAsync(message);
        protoc.StandardInput.Close();
        await protoc.WaitForExitAsync().WaitAsync(CallRig.Watchdog);
        Assert.True(protoc.ExitCode == 0, await errors);
        return (await output).Replace("\r", "", StringComparison.Ordinal).TrimEnd();
    }

    private static string Find()
    {
        var own = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(
            folder => Path.Combine(folder, "protoc")).FirstOrDefault(File.Exists);
        if (own is not null)
        {
            return own;
        }

        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var folder = OperatingSystem.IsWindows() ? "windows_x64" : OperatingSystem.IsMacOS() ? "macosx_universal" : $"linux_{architecture}";
        var packaged = Path.Combine(BuildPaths.Of("ProtocTools"), folder, OperatingSystem.IsWindows() ? "protoc.exe" : "protoc");
        if (!OperatingSystem.IsWindows())
        {
            // A package cache does not always keep the executable bit.
            File.SetUnixFileMode(packaged, File.GetUnixFileMode(packaged) | UnixFileMode.UserExecute);
        }

        return packaged;
    }
}
