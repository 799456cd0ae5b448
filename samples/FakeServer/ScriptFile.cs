using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace FakeServer;

/// <summary>The file of <c>--script</c>; README.md tells its schema.</summary>
internal sealed class ScriptFile
{
    public ScriptEntry? Script { get; set; }

    public IReadOnlyList<ScriptEntry> Next { get; set; } = [];

    public IReadOnlyDictionary<string, ScriptEntry> Calls { get; set; } = new Dictionary<string, ScriptEntry>(StringComparer.Ordinal);

    public UnaryEntry? Unary { get; set; }

    public IReadOnlyList<UnaryEntry> NextUnary { get; set; } = [];

    public static async Task<ScriptFile> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = file.OpenRead();
            return await JsonSerializer.DeserializeAsync(stream, ScriptFileContext.Default.ScriptFile, cancellationToken)
                ?? throw new UsageException($"The script file '{file.Name}' holds null; it has to hold a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"The script file '{file.Name}' is not right: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The script file '{file.Name}' cannot be read: {exception.Message}", exception);
        }
    }

    public void ApplyTo(FakeVoiceCallSessionServer server)
    {
        try
        {
            server.Script = Script?.ToScript() ?? server.Script;
            server.UnaryScript = Unary?.ToScript() ?? server.UnaryScript;
            foreach (var entry in Next)
            {
                server.ScriptNext(entry.ToScript(), entry.Times);
            }

            foreach (var (platformCallId, entry) in Calls)
            {
                server.ScriptFor(platformCallId, entry.ToScript());
            }

            foreach (var entry in NextUnary)
            {
                server.ScriptNextUnary(entry.ToScript(), entry.Times);
            }
        }
        catch (ArgumentException exception)
        {
            throw new UsageException($"The script file asks for something impossible: {exception.Message}", exception);
        }
    }
}
