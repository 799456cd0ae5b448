using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Model;

/// <summary>
/// The engine's unit: one message on its way to the wire. Audio is held as bytes and a participant; everything else, and whatever came
/// through the raw door, as the generated message. Reused for audio, so nobody keeps a reference past its disposition.
/// </summary>
internal sealed class OutboundMessage
{
    /// <summary>The longest id of our own: the digits of the largest number.</summary>
    public const int MaxIdBytes = 20;

    private string? _id;

    /// <summary>Position in the call's order. Strictly increasing; also the sequence id, unless the caller gave one.</summary>
    public long Number { get; private set; }

    /// <summary>The caller's own sequence id, where one was given.</summary>
    public string? CustomId { get; private set; }

    public string Id => _id ??= CustomId ?? Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The generated request message, complete with its sequence id; null for audio that the engine joined.</summary>
    public IMessage? Message { get; set; }

    public ParticipantAudio? Track { get; set; }

    /// <summary>Bytes of audio, whether in <see cref="Buffer"/> or inside <see cref="Message"/>.</summary>
    public int Length { get; set; }

    public byte[] Buffer { get; set; } = [];

    public EventRecord? Event { get; set; }

    /// <summary>What an event counts for in the bound of events; 0 for audio.</summary>
    public int EventBytes { get; init; }

    public OutboundKind Kind =>
        Event is not null ? OutboundKind.Event : Track is not null ? OutboundKind.Audio : OutboundKind.Configuration;

    /// <summary>Where in the participant's offered audio this begins, in bytes.</summary>
    public long Position { get; set; }

    /// <summary>Whether it has been written, or half-written, before: whatever becomes of it, the server may have it.</summary>
    public bool Sent { get; set; }

    /// <summary>Whether its answer came while it was still being written.</summary>
    public bool Settled { get; set; }

    /// <summary>Whether the audio was paused while it was being written: what is out is out, but it is not to be written again.</summary>
    public bool Withdrawn { get; set; }

    /// <summary>When the message, or the first of the audio in it, entered the queue.</summary>
    public long QueuedAt { get; set; }

    /// <summary>Since when it may be written.</summary>
    public long ReadyAt { get; set; }

    public OutboundMessage? Previous { get; set; }

    public OutboundMessage? Next { get; set; }

    public ReadOnlySpan<byte> Audio => Buffer.AsSpan(0, Length);

    public void Identify(long number, string? customId)
    {
        Number = number;
        CustomId = customId;
        _id = null;
    }

    /// <summary>Writes the id as UTF-8 without making a string of it.</summary>
    public int FormatId(Span<byte> destination)
    {
        if (CustomId is { } custom)
        {
            return Encoding.UTF8.GetBytes(custom, destination);
        }

        Utf8Formatter.TryFormat(Number, destination, out var written);
        return written;
    }

    /// <summary>Forgets everything but the buffer.</summary>
    public void Clear()
    {
        Identify(0, null);
        Message = null;
        Track = null;
        Event = null;
        Length = 0;
        Position = 0;
        Sent = false;
        Settled = false;
        Withdrawn = false;
        Previous = null;
        Next = null;
    }
}
