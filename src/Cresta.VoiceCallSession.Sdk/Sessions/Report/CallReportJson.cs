using System.Text.Json.Serialization;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Report;

/// <summary>The report's JSON: camelCase names, enums by name, made at build time so that it works trimmed and AOT-compiled.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CallReport))]
internal sealed partial class CallReportJson : JsonSerializerContext;
