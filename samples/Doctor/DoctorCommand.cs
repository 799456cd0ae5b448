using System.CommandLine;
using Cresta.VoiceCallSession.Sdk;

namespace Doctor;

/// <summary>The command line: one command that diagnoses one endpoint.</summary>
public static class DoctorCommand
{
    /// <summary>Runs the command.</summary>
    /// <returns>0 when everything passed, perhaps with warnings; 1 when something failed; 2 for bad usage.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        var result = CreateCommand(output, error).Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (var fault in result.Errors)
            {
                await error.WriteLineAsync(fault.Message);
            }

            await error.WriteLineAsync("See --help.");
            return ExitCodes.BadUsage;
        }

        return await result.InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }, cancellationToken);
    }

    private static RootCommand CreateCommand(TextWriter output, TextWriter error)
    {
        var endpoint = new Option<Uri?>("--endpoint")
        {
            Description = "The service's address. [default: a fake server that is started in this process]",
            HelpName = "URL",
            CustomParser = OptionParsers.Endpoint,
        };
        var apiKey = new Option<string?>("--api-key-env")
        {
            Description = "The environment's variable that holds the API key. A key is never an argument, which others on the machine "
                + "could read. [default: no credential]",
            HelpName = "NAME",
            CustomParser = OptionParsers.ApiKey,
        };
        var transport = new Option<VoiceCallSessionTransport>("--transport")
        {
            Description = "How calls are to reach the service.",
            HelpName = string.Join('|', Enum.GetNames<VoiceCallSessionTransport>()).ToLowerInvariant(),
            DefaultValueFactory = _ => VoiceCallSessionTransport.Auto,
            CustomParser = OptionParsers.Transport,
        };
        var testCall = new Option<string?>("--test-call")
        {
            Description = "Open a call under this profile, and end it at once, which shows whether something holds answers back. An "
                + "agent may see it.",
            HelpName = "PROFILE",
        };
        var json = new Option<bool>("--json") { Description = "Print the report as one JSON object on standard output; everything else "
            + "goes to standard error." };
        var command = new RootCommand(
            "Finds out what keeps calls from reaching the VoiceCallSession service, step by step, without making one. Exit code 0: "
                + "everything passed, perhaps with warnings; 1: something failed; 2: bad usage.")
        {
            endpoint, apiKey, transport, testCall, json,
        };
        command.SetAction((result, cancellationToken) => new Consultation(output, error)
        {
            Endpoint = result.GetValue(endpoint),
            ApiKey = result.GetValue(apiKey),
            Transport = result.GetValue(transport),
            TestProfile = result.GetValue(testCall),
            Json = result.GetValue(json),
        }.RunAsync(cancellationToken));
        return command;
    }
}
