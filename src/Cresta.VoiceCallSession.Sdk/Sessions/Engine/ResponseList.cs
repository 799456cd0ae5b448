namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>Answers in the order in which they came, with their size. Guarded by the buffer's lock.</summary>
internal sealed class ResponseList<TResponse>
{
    private readonly Queue<BufferedResponse<TResponse>> _responses = new();

    public int Count => _responses.Count;

    public long Bytes { get; private set; }

    /// <summary>When the first came. There has to be one.</summary>
    public long FirstArrival => _responses.Peek().Arrival;

    /// <summary>Whether one more answer is within the bounds.</summary>
    public bool Fits(BufferedResponse<TResponse> response, int maxCount, long maxBytes) =>
        _responses.Count < maxCount && Bytes + response.Bytes <= maxBytes;

    public void Add(BufferedResponse<TResponse> response)
    {
        _responses.Enqueue(response);
        Bytes += response.Bytes;
    }

    public BufferedResponse<TResponse> RemoveFirst()
    {
        var first = _responses.Dequeue();
        Bytes -= first.Bytes;
        return first;
    }
}
