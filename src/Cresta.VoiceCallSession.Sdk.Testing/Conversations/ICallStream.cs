using Cresta.VoiceCallSession.Sdk.Testing.Messages;

namespace Cresta.VoiceCallSession.Sdk.Testing.Conversations;

/// <summary>One duplex stream, as a transport's front end offers it to the conversation.</summary>
internal interface ICallStream
{
    /// <summary>Cancelled when the stream is torn down from either side.</summary>
    CancellationToken Aborted { get; }

    /// <summary>The next message, which is the stream's <paramref name="number"/>-th; null after the client's half-close.</summary>
    ValueTask<ReceivedMessage?> ReadAsync(int number);

    Task WriteAsync(Answer answer);

    void Reset(Http2ErrorCode errorCode);
}
