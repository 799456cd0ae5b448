using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.Soak;

/// <summary>
/// The server as a process of its own: its records grow with every message, and are not to be taken for the client's memory.
/// </summary>
internal sealed class ServerProcess : IDisposable
{
    public const string ServeOption = "--serve";

    // So that a cut connection takes some calls with it, and not all.
    private const int CallsPerConnection = 10;

    private readonly Process _process;

    private ServerProcess(Process process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;
    }

    public Uri Endpoint { get; }

    public static async Task<ServerProcess> StartAsync()
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(ServerProcess).Assembly.Location, ServeOption])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var endpoint = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server ended before it "
            + "had an address.");
        return new ServerProcess(process, new Uri(endpoint));
    }

    /// <summary>Serves until whoever started it is gone.</summary>
    public static async Task<int> ServeAsync()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { MaxStreamsPerConnection = CallsPerConnection });
        await Console.Out.WriteLineAsync(server.Endpoint.ToString());
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
