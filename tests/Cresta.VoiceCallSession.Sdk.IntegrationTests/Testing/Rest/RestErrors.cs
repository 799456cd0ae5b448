using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>Reads the errors of a gateway of version 2.</summary>
internal static class RestErrors
{
    private static readonly JsonParser Parser = new(
        JsonParser.Settings.Default.WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    /// <summary>The status in <c>{"error":{…}}</c>, or in the object itself.</summary>
    public static Status Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var status = document.RootElement.TryGetProperty("error", out var error) ? error : document.RootElement;
        return Parser.Parse<Status>(status.GetRawText());
    }
}
