using System.CommandLine;
using System.CommandLine.Invocation;

namespace Samples;

/// <summary>Runs a command. All samples report bad usage in the same way.</summary>
internal static class CommandRunner
{
    public static async Task<int> RunAsync(
        RootCommand command, IReadOnlyList<string> args, InvocationConfiguration configuration,
        CancellationToken cancellationToken = default)
    {
        var parsed = command.Parse(args);
        if (parsed.Action is not ParseErrorAction)
        {
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }

        foreach (var error in parsed.Errors)
        {
            await configuration.Error.WriteLineAsync(error.Message);
        }

        await configuration.Error.WriteLineAsync("See --help.");
        return ExitCodes.BadUsage;
    }
}
