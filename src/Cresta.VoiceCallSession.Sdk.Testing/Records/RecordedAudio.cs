using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>The audio that one stream brought of one participant, up to the moment at which it was asked for. Immutable.</summary>
public sealed class RecordedAudio
{
    private readonly byte[]? _content;

    internal RecordedAudio(
        Participant participant, long bytes, string sha256, long chunkCount, IReadOnlyDictionary<int, long> chunkSizes,
        IReadOnlyList<int> chunksInOrder, IReadOnlyList<string> sequenceIdsInOrder, byte[]? content)
    {
        Participant = participant;
        Bytes = bytes;
        Sha256 = sha256;
        ChunkCount = chunkCount;
        ChunkSizes = chunkSizes;
        ChunksInOrder = chunksInOrder;
        SequenceIdsInOrder = sequenceIdsInOrder;
        _content = content;
    }

    /// <summary>The participant (<em>seen</em>); an empty one for audio that came without a participant.</summary>
    public Participant Participant { get; }

    /// <summary>Size of the audio in bytes.</summary>
    public long Bytes { get; }

    /// <summary>SHA-256 of the audio in the order in which it came, in lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>Number of messages that the audio came in.</summary>
    public long ChunkCount { get; }

    /// <summary>
    /// How many chunks came of each size in bytes. Only the first 256 different sizes are counted, so that the record stays small.
    /// </summary>
    public IReadOnlyDictionary<int, long> ChunkSizes { get; }

    /// <summary>Sizes of the chunks in bytes, in order; empty unless <see cref="FakeVoiceCallSessionServerOptions.KeepAudio"/>.</summary>
    public IReadOnlyList<int> ChunksInOrder { get; }

    /// <summary>
    /// Sequence ids of the chunks (<em>seen</em>, <em>assumed</em> on StreamCallSessionAudio), in order, an empty one for a chunk without;
    /// empty unless <see cref="FakeVoiceCallSessionServerOptions.KeepAudio"/>.
    /// </summary>
    public IReadOnlyList<string> SequenceIdsInOrder { get; }

    /// <summary>
    /// The audio itself, headerless mono samples in the encoding of the configuration; null unless
    /// <see cref="FakeVoiceCallSessionServerOptions.KeepAudio"/>.
    /// </summary>
    public ReadOnlyMemory<byte>? Content => _content is null ? (ReadOnlyMemory<byte>?)null : _content;
}
