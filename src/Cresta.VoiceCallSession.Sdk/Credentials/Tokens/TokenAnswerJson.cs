using System.Text.Json.Serialization;

namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>Made at build time, so that it works trimmed and AOT-compiled.</summary>
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class TokenAnswerJson : JsonSerializerContext;
