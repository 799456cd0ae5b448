using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Model;

/// <summary>Envelopes of messages that callers made, and what may not be in them.</summary>
internal static class RawMessages
{
    /// <summary>What servers take by default; a larger message would end the stream.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    // Roughly what an event costs beside its content.
    private const int EventOverhead = 512;

    public static OutboundMessage Event(IMessage message, string type, string parameterName)
    {
        var size = ThrowIfTooLarge(message, parameterName);
        return new OutboundMessage { Message = message, Event = new EventRecord(type), EventBytes = size + EventOverhead };
    }

    public static OutboundMessage Audio(IMessage message, int audioBytes, string parameterName)
    {
        ThrowIfTooLarge(message, parameterName);
        return new OutboundMessage { Message = message, Length = audioBytes };
    }

    public static ArgumentException Unsendable(string what, string parameterName) => new(
        string.Equals(what, "StreamingConfig", StringComparison.Ordinal)
            ? "The message is a configuration, but a call has one, and it has been sent; open another session for another configuration."
            : "The message is empty; give it audio or an event.",
        parameterName);

    private static int ThrowIfTooLarge(IMessage message, string parameterName)
    {
        // The sequence id that is yet to be put in is small change.
        var size = message.CalculateSize();
        if (size > MaxBytes - 64)
        {
            throw new ArgumentException(
                $"The message has {size} bytes, and servers take {MaxBytes}; make its payload smaller.", parameterName);
        }

        return size;
    }
}
