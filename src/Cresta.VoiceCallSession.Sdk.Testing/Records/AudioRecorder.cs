using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Testing.Records;

/// <summary>Takes in the audio of one participant. Not thread-safe: the recorder of the call holds the lock.</summary>
internal sealed class AudioRecorder(Participant participant, bool keepAudio) : IDisposable
{
    private readonly Dictionary<int, long> _chunkSizes = [];
    private readonly List<int> _chunksInOrder = [];
    private readonly List<string> _sequenceIds = [];
    private readonly MemoryStream? _content = keepAudio ? new MemoryStream() : null;
    private IncrementalHash? _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string? _finalHash;
    private long _bytes;
    private long _chunks;

    public void Add(ReadOnlySpan<byte> audio, string sequenceId)
    {
        _bytes += audio.Length;
        _chunks++;
        _hash?.AppendData(audio);
        if (_chunkSizes.Count < RecordLimits.ChunkSizes || _chunkSizes.ContainsKey(audio.Length))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_chunkSizes, audio.Length, out _)++;
        }

        if (_content is not null)
        {
            _chunksInOrder.Add(audio.Length);
            _sequenceIds.Add(sequenceId);
            _content.Write(audio);
        }
    }

    public RecordedAudio ToRecord() => new(
        participant.Clone(), _bytes, _finalHash
            ?? CurrentHash(), _chunks, new Dictionary<int, long>(_chunkSizes), [.. _chunksInOrder], [.. _sequenceIds],
        _content?.ToArray());

    /// <summary>Releases the native hash; the record can still be read.</summary>
    public void Dispose()
    {
        if (_hash is not null)
        {
            _finalHash = CurrentHash();
            _hash.Dispose();
            _hash = null;
        }

        _content?.Dispose();
    }

    private string CurrentHash() => Sha256Hex.Of(_hash!.GetCurrentHash());
}
