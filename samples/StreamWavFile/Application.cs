using Cresta.VoiceCallSession.Sdk;
using Spectre.Console;
using StreamWavFile.Options;
using StreamWavFile.Report;
using StreamWavFile.View;

namespace StreamWavFile;

/// <summary>Runs one call from the options to the exit code.</summary>
internal static class Application
{
    // The width of output that is not a terminal.
    private const int PlainWidth = 140;

    public static async Task<int> RunAsync(CallOptions options)
    {
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = PlainWidth;
        }

        var notes = options.Json ? Console.Error : Console.Out;
        var interactive = !options.Json && !Console.IsOutputRedirected && console.Profile.Capabilities is { Interactive: true, Ansi: true };
        ICallView view = interactive ? new LiveView(console, TimeProvider.System) : new PlainView(notes, TimeProvider.System);
        using var interruption = new Interruption();
        try
        {
            var report = await new CallRunner(options, view, notes, Console.Error).RunAsync(interruption);
            return await FinishAsync(report, options, console);
        }
        catch (Exception e) when (CallError.Describe(e, options) is { } error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            if (options.Json && error.ExitCode == ExitCodes.Failure)
            {
                // There was no call, but a reader of the output expects an object.
                await Console.Out.WriteLineAsync(new CallReport { Outcome = CallOutcome.Failed }.ToJson());
            }

            return error.ExitCode;
        }
    }

    private static async Task<int> FinishAsync(CallReport report, CallOptions options, IAnsiConsole console)
    {
        var failure = DeliveryFailure.Describe(report, options.Hold is not null);
        if (options.Json)
        {
            await Console.Out.WriteLineAsync(report.ToJson());
        }
        else
        {
            ReportTable.Write(console, report, failure);
        }

        if (failure is not null)
        {
            await Console.Error.WriteLineAsync(failure);
        }

        return failure is null ? ExitCodes.Success : ExitCodes.Failure;
    }
}
