using Cresta.VoiceCallSession.Sdk.Testing;

namespace FakeServer;

/// <summary>One run of the server: from its first line on standard error to its stop.</summary>
internal static class ServerRun
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(
        FakeVoiceCallSessionServerOptions options, FakeTokenEndpoint? tokens, ScriptFile? script, int? exitAfter, TextWriter output,
            TextWriter error,
        CancellationToken cancellationToken)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(options, cancellationToken);
        script?.ApplyTo(server);
        if (tokens is not null)
        {
            server.AuthorizationCheck = tokens.Accepts;
            await error.WriteLineAsync($"tokens at {tokens.Endpoint}");
        }

        await error.WriteLineAsync($"listening on {server.Endpoint.GetLeftPart(UriPartial.Authority)}");
        if (server.Certificate is { } certificate)
        {
            // Clients in other languages need it as a file; they can cut it from here.
            await error.WriteLineAsync(certificate.ExportCertificatePem());
        }

        await error.FlushAsync(cancellationToken);
        await PrintAsync(server, exitAfter, output, cancellationToken);
    }

    private static async Task PrintAsync(
        FakeVoiceCallSessionServer server, int? exitAfter, TextWriter output, CancellationToken cancellationToken)
    {
        var printed = 0;
        await foreach (var call in server.ReadEndedCallsAsync(cancellationToken))
        {
            await output.WriteLineAsync(call.ToJson());
            await output.FlushAsync(cancellationToken);
            if (++printed == exitAfter)
            {
                await LetClientsGoAsync(server, cancellationToken);
                return;
            }
        }
    }

    // The last stream's status has to reach its client before its connection goes.
    private static async Task LetClientsGoAsync(FakeVoiceCallSessionServer server, CancellationToken cancellationToken)
    {
        using var grace = new CancellationTokenSource(Grace, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, cancellationToken);
        try
        {
            await server.WaitForDisconnectionAsync(either.Token);
        }
        catch (OperationCanceledException) when (grace.IsCancellationRequested)
        {
            // A client that keeps its connection open has had its time.
        }
    }
}
