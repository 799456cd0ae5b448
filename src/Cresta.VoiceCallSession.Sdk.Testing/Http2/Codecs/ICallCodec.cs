using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Codecs;

/// <summary>A transport of the service: how requests are read and responses are written. One for each stream.</summary>
internal interface ICallCodec
{
    CallTransport Transport { get; }

    RequestMethod Method { get; }

    IMessageFraming Framing { get; }

    /// <summary>Content type of the responses.</summary>
    string ContentType { get; }

    /// <summary>A message of the request.</summary>
    /// <exception cref="Exception">It cannot be decoded, see <see cref="RequestMethod"/>.</exception>
    ReceivedMessage Read(ReadOnlyMemory<byte> message, int number);

    /// <summary>Headers that the body needs.</summary>
    IEnumerable<HeaderField> HeadersFor(bool compressed);

    /// <summary>An answer of a stream.</summary>
    /// <param name="sequenceId">The id that it is about.</param>
    /// <param name="padding">Bytes of an unknown field.</param>
    /// <param name="compress">Whether it is compressed, if the transport can.</param>
    byte[] Answer(string sequenceId, int padding, bool compress);

    /// <summary>The response message to a single event.</summary>
    byte[] EventAnswer(int padding, bool compress);

    /// <summary>The end of a call that went well.</summary>
    ResponseEnd Ok();

    /// <summary>The end with a status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="hasBegun">Whether the response headers have been sent.</param>
    ResponseEnd Failure(ScriptedStatus status, bool hasBegun);

    /// <summary>What a service answers to a method that it does not have.</summary>
    ScriptedStatus NoSuchMethod { get; }
}
