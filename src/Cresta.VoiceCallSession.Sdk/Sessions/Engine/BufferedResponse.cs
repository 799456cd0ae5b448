namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>An answer that waits for a reader.</summary>
internal readonly record struct BufferedResponse<TResponse>(long Arrival, TResponse Response, int Bytes);
