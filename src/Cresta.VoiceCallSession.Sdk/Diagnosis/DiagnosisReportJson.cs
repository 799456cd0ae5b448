using System.Text.Json.Serialization;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis;

/// <summary>The diagnosis's JSON: camelCase names, enums by name, made at build time so that it works trimmed and AOT-compiled.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DiagnosisReport))]
internal sealed partial class DiagnosisReportJson : JsonSerializerContext;
