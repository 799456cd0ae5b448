namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>The server refused a stream that had been written to already.</summary>
internal sealed class StreamRefusedException()
    : IOException("The server rejected the stream before it read it, for example because it accepts no more streams on this connection.")
{
    /// <summary>Whether that is what a transport's failure comes from.</summary>
    public static bool IsCauseOf(Exception? failure) => ExceptionChain.Of(failure).Any(static e => e is StreamRefusedException);
}
