namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>What came back first on a stream.</summary>
/// <param name="IsAnswer">
/// Whether it is the beginning of an answer on a stream that was accepted; else the stream ended, or was refused.
/// </param>
/// <param name="HttpStatus">The HTTP status.</param>
internal readonly record struct StreamFirstResponse(bool IsAnswer, int HttpStatus);
