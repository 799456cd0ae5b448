using System.Text.Json;
using System.Text.Json.Serialization;

namespace FakeServer;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ScriptFile))]
internal sealed partial class ScriptFileContext : JsonSerializerContext;
