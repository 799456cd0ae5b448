namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>The streams of a connection that are not closed yet. Guarded by the connection's lock.</summary>
internal sealed class StreamTable
{
    private readonly Dictionary<int, ServerStream> _open = [];

    public int Count => _open.Count;

    /// <summary>The highest id that the client has used.</summary>
    public int HighestId { get; private set; }

    /// <summary>The highest id of the streams that are served.</summary>
    public int LastServedId { get; private set; }

    /// <summary>Streams with higher ids are ignored: the last GOAWAY named this one.</summary>
    public int LastAllowedId { get; set; } = int.MaxValue;

    /// <summary>Whether the server has ended all of its streams.</summary>
    public bool IsIdle => _open.Values.All(stream => !stream.IsRunning);

    public IReadOnlyList<ServerStream> All => [.. _open.Values];

    public ServerStream? Find(int id) => _open.GetValueOrDefault(id);

    /// <summary>The client has used an id; it may be ignored.</summary>
    public void Used(int id) => HighestId = id;

    public void Add(int id, ServerStream stream)
    {
        LastServedId = id;
        _open.Add(id, stream);
    }

    public void Remove(int id) => _open.Remove(id);
}
