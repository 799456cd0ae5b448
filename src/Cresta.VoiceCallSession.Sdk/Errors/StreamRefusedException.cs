namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>The server refused a stream that had been written to already.</summary>
internal sealed class StreamRefusedException() : IOException("The server refused the stream before it read it, for example because it takes no more streams on this connection.");
