using System.CommandLine;
using System.CommandLine.Invocation;
using StreamWavFile;

var parsed = new StreamCommand().Parse(args);
if (parsed.Action is ParseErrorAction)
{
    foreach (var error in parsed.Errors)
    {
        await Console.Error.WriteLineAsync(error.Message);
    }

    await Console.Error.WriteLineAsync("See --help.");
    return ExitCodes.BadUsage;
}

// Ctrl-C and SIGTERM are the call's own affair: see Interruption.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
