using System.CommandLine;
using System.Net;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace FakeServer;

/// <summary>The command line: one command that serves until it is stopped.</summary>
public static class FakeServerCommand
{
    /// <summary>Runs the command.</summary>
    /// <returns>0 if it was stopped, 1 if it could not listen, 2 for bad usage.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        return await CommandRunner.RunAsync(
            CreateCommand(output, error),
            args,
            new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false },
            cancellationToken);
    }

    private static RootCommand CreateCommand(TextWriter output, TextWriter error)
    {
        var port = NumberOption.Create(
            "--port", "PORT", IPEndPoint.MinPort, IPEndPoint.MaxPort, "Port on 127.0.0.1; 0, the default, takes a free one.");
        var tls = new Option<bool>("--tls") { Description = "Speak TLS with a certificate made at start, instead of HTTP in clear." };
        var authorization = new Option<string?>("--require-auth")
        {
            HelpName = "VALUE",
            Description = "Take only requests with this authorization header, such as 'ApiKey secret'."
        };
        var tokens = new Option<bool>("--tokens")
        {
            Description = "Run a token endpoint too, for the client credentials client-1 and "
            + "secret-1, and take only its tokens."
        };
        var file = new Option<FileInfo?>("--script")
        {
            HelpName = "FILE",
            Description = "JSON file that says what the server does; see README.md."
        };
        var exitAfter = NumberOption.Create("--exit-after", "N", 1, "Exit after N streams have ended.");
        var flags = new ScriptFlags();
        var rest = new RestFlags();
        var command = new RootCommand("A fake VoiceCallSession server: answers, records every call, and simulates failures. Exit "
            + "code 0: it was stopped, or --exit-after was reached; 1: it cannot listen; 2: bad usage.") { port, tls,
            authorization, tokens, file, exitAfter };
        flags.AddTo(command);
        rest.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            try
            {
                var script = result.GetValue(file) is { } chosen
                    ? await ReadAsync(chosen, flags.FirstGiven(result), cancellationToken) : null;
                var options = new FakeVoiceCallSessionServerOptions
                {
                    Port = result.GetValue(port) ?? 0,
                    UseTls = result.GetValue(tls),
                    RequiredAuthorization = result.GetValue(authorization),
                    Script = flags.ToScript(result),
                };
                if (result.GetValue(tokens) && options.RequiredAuthorization is not null)
                {
                    throw new UsageException("--tokens and --require-auth exclude each other; give one of them.");
                }

                rest.ApplyTo(options, result);
                await using var tokenEndpoint = result.GetValue(tokens) ? await FakeTokenEndpoint.StartAsync() : null;
                await ServerRun.RunAsync(options, tokenEndpoint, script, result.GetValue(exitAfter), output, error, cancellationToken);
                return ExitCodes.Success;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Ctrl-C and SIGTERM end a server, while it starts as well.
                return ExitCodes.Success;
            }
            catch (UsageException exception)
            {
                await error.WriteLineAsync(exception.Message);
                return ExitCodes.BadUsage;
            }
            catch (IOException exception)
            {
                await error.WriteLineAsync(exception.Message);
                return ExitCodes.Failure;
            }
        });
        return command;
    }

    private static async Task<ScriptFile> ReadAsync(FileInfo file, string? flag, CancellationToken cancellationToken) =>
        flag is null
            ? await ScriptFile.ReadAsync(file, cancellationToken)
            : throw new UsageException($"--script and {flag} exclude each other; put everything into the file.");
}
