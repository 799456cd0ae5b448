using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Spectre.Console;

namespace Doctor;

/// <summary>One diagnosis from the options to the exit code. A class, not a record: a record's text would show the API key.</summary>
internal sealed class Consultation(TextWriter output, TextWriter error)
{
    // Piped output has no width of its own.
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
            await using var server = Endpoint is null
                ? await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions(), cancellationToken) : null;
            await using var client = new VoiceCallSessionClient(ClientOptions(Endpoint ?? server!.Endpoint));
            if (server is not null)
            {
                await (Json ? error : output).WriteLineAsync(
                    $"Endpoint: {server.Endpoint}, a fake server in this process (no --endpoint was given)");
            }

            var report = await client.DiagnoseAsync(new DiagnosisOptions { TestCall = TestCall() }, cancellationToken);
            await ShowAsync(report);
            return report.Status == DiagnosisStatus.Failed ? ExitCodes.Failed : ExitCodes.Sound;
        }
        catch (ArgumentException e)
        {
            await error.WriteLineAsync(e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal));
            return ExitCodes.BadUsage;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("Interrupted before the diagnosis was done.");
            return ExitCodes.Failed;
        }
    }

    private VoiceCallSessionClientOptions ClientOptions(Uri endpoint) => new()
    {
        Endpoint = endpoint,
        Transport = Transport,
        Credential = ApiKey is null ? CrestaCredential.None : CrestaCredential.FromApiKey(ApiKey),
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
