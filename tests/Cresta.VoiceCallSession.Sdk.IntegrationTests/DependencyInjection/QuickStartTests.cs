using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

/// <summary>The README's quick start for an application with a host is what is compiled here, and it works.</summary>
public sealed class QuickStartTests
{
    private static readonly string Root = Path.Combine(BuildPaths.Of("Protos"), "..");

    [Theory]
    [InlineData("QuickStart.cs", "        ", "var builder")]
    [InlineData("PhoneBridge.cs", "", "internal sealed class PhoneBridge")]
    public async Task The_readme_shows_what_is_compiled(string file, string indent, string start)
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Root, "README.md"));
        var source = await File.ReadAllTextAsync(
            Path.Combine(Root, "tests", "Cresta.VoiceCallSession.Sdk.IntegrationTests", "DependencyInjection", file));
        var lines = source[source.IndexOf(start, StringComparison.Ordinal)..].Split('\n').TakeWhile(
            line => line.Length > 0 && !string.Equals(line, "    }", StringComparison.Ordinal));
        var shown = string.Join('\n',
            lines.Select(line => line.StartsWith(indent, StringComparison.Ordinal) ? line[indent.Length..] : line)).Replace(
            "internal ", "", StringComparison.Ordinal);

        Assert.True(shown.Length > 100);
        Assert.Contains(shown.TrimEnd(), readme, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task The_quick_start_makes_a_call_and_ends_it_with_the_host(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        var catcher = new HostCatcher(host =>
            string.Equals(host.Services.GetRequiredService<IConfiguration>()["Cresta:VoiceCallSession:Endpoint"], $"{server.Endpoint}",
            StringComparison.Ordinal));
        using var subscription = DiagnosticListener.AllListeners.Subscribe(catcher);

        var run = QuickStart.RunAsync(
        [
            $"--Cresta:VoiceCallSession:Endpoint={server.Endpoint}",
            $"--Cresta:VoiceCallSession:Transport={transport}",
            "--Cresta:VoiceCallSession:Profile=my-profile",
            "--Cresta:VoiceCallSession:EndCallsOnShutdown=true",
            "--Cresta:VoiceCallSession:ShutdownGracePeriod=00:00:00",
        ]);
        var host = await catcher.Host.Guarded();
        var call = await server.WaitForCallStartAsync("call-1").Guarded();
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await run.Guarded();

        await call.WaitForEndAsync().Guarded();
        Assert.Equal("my-profile", call.Configuration!.Profile);
    }
}
