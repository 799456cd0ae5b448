using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.V1;
using Spectre.Console;

namespace Doctor;

/// <summary>One diagnosis from the options to the exit code. A class, not a record: a record's text would show the API key.</summary>
internal sealed class DiagnosisRun(TextWriter output, TextWriter error)
{
    // The width of output that is not a terminal.
    private const int PlainWidth = 140;

    /// <summary>Null: the fake server in this process.</summary>
    public Uri? Endpoint { get; init; }

    public string? ApiKey { get; init; }

    public VoiceCallSessionTransport Transport { get; init; }

    /// <summary>Null: no call is opened.</summary>
    public string? TestProfile { get; init; }

    public bool Json { get; init; }

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var server = await LocalServer.StartUnlessAsync(Endpoint, cancellationToken);
            await using var client = new VoiceCallSessionClient(CreateClientOptions(Endpoint ?? server!.Endpoint));
            await (Json ? error : output).WriteLineAsync(LocalServer.Describe(Endpoint, server));
            var report = await client.DiagnoseAsync(new DiagnosisOptions { TestCall = TestCall() }, cancellationToken);
            await ShowAsync(report);
            return report.Status == DiagnosisStatus.Failed ? ExitCodes.Failure : ExitCodes.Success;
        }
        catch (ArgumentException e)
        {
            await error.WriteLineAsync(UserMessage.WithoutParameter(e));
            return ExitCodes.BadUsage;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("Interrupted before the diagnosis was complete.");
            return ExitCodes.Failure;
        }
    }

    private VoiceCallSessionClientOptions CreateClientOptions(Uri endpoint) => new()
    {
        Endpoint = endpoint,
        Transport = Transport,
        Credential = ClientOptions.Credential(ApiKey),
    };

    private StreamingConfig? TestCall() =>
        TestProfile is null
            ? null : new StreamingConfigBuilder(TestProfile).WithMulawAudio(8000).WithPlatformCallId($"doctor-{Guid.NewGuid():N}").Build();

    private Task ShowAsync(DiagnosisReport report)
    {
        if (Json)
        {
            return output.WriteLineAsync(report.ToJson());
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected || !ReferenceEquals(output, Console.Out))
        {
            console.Profile.Width = PlainWidth;
        }

        DiagnosisTable.Write(console, report);
        return Task.CompletedTask;
    }
}
