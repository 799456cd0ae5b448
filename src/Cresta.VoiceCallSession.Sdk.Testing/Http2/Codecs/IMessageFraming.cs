namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Codecs;

/// <summary>Cuts the body of a request into messages. Not thread-safe.</summary>
internal interface IMessageFraming
{
    /// <summary>Adds what has come.</summary>
    void Append(ReadOnlySpan<byte> data);

    /// <summary>Nothing more will come.</summary>
    void Complete();

    /// <summary>The next whole message.</summary>
    /// <exception cref="InvalidDataException">The message cannot be read; the next ones may.</exception>
    bool TryRead(out ReadOnlyMemory<byte> message);

    /// <summary>Whether there is the start of a message without its end.</summary>
    bool HasPart { get; }
}
