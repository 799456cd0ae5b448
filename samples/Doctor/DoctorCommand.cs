using System.CommandLine;
using Cresta.VoiceCallSession.Sdk;

namespace Doctor;

/// <summary>The command line: one command that diagnoses one endpoint.</summary>
public static class DoctorCommand
{
    /// <summary>Runs the command.</summary>
    /// <returns>0 if every check passed, perhaps with warnings; 1 if a check failed; 2 for bad usage.</returns>
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
        var endpoint = ClientOptions.Endpoint();
        var apiKey = ClientOptions.ApiKey();
        var transport = ClientOptions.Transport(VoiceCallSessionTransport.Auto);
        var testCall = new Option<string?>("--test-call")
        {
            Description = "Open a call under this profile and end it at once. It shows whether responses are held back. An agent may see "
                + "the call.",
            HelpName = "PROFILE",
        };
        var json = ClientOptions.Json();
        var command = new RootCommand(
            "Checks step by step whether calls can reach the VoiceCallSession service, without making a call. Exit code 0: every check "
                + "passed, perhaps with warnings; 1: a check failed; 2: bad usage.")
        {
            endpoint, apiKey, transport, testCall, json,
        };
        command.SetAction((result, cancellationToken) => new DiagnosisRun(output, error)
        {
            Endpoint = result.GetValue(endpoint),
            ApiKey = result.GetApiKey(apiKey),
            Transport = result.GetValue(transport),
            TestProfile = result.GetValue(testCall),
            Json = result.GetValue(json),
        }.RunAsync(cancellationToken));
        return command;
    }
}
