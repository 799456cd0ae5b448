using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

/// <summary>Either streaming method through the generated client, with nothing of the SDK in between.</summary>
internal abstract class RawStream : IDisposable
{
    private int _lastId;

    public static RawStream Open(
        CallMethod method, VoiceCallSessionService.VoiceCallSessionServiceClient client, CallOptions options = default) =>
        method == CallMethod.StreamCallSession
            ? new RawSessionStream(client.StreamCallSession(options))
            : new RawAudioStream(client.StreamCallSessionAudio(options));

    /// <summary>Sends a message; without an id it gets the next number, and null sends an empty one.</summary>
    public Task SendAsync(IMessage? content, string? sequenceId) => WriteAsync(content, sequenceId ?? "").Guarded();

    public Task SendAsync(IMessage? content) =>
        SendAsync(content, (++_lastId).ToString(System.Globalization.CultureInfo.InvariantCulture));

    public abstract Task HalfCloseAsync();

    /// <summary>The next response; null at the stream's end with OK.</summary>
    public abstract Task<RawAnswer?> ReadAsync();

    /// <summary>All responses until the stream's end with OK.</summary>
    public async Task<List<RawAnswer>> ReadToEndAsync()
    {
        var answers = new List<RawAnswer>();
        while (await ReadAsync() is { } answer)
        {
            answers.Add(answer);
        }

        return answers;
    }

    /// <summary>Reads until the stream fails.</summary>
    public Task<RpcException> ReadToFailureAsync() => Assert.ThrowsAsync<RpcException>(ReadToEndAsync);

    /// <summary>Half-closes and reads to the end.</summary>
    public async Task<List<RawAnswer>> CompleteAsync()
    {
        await HalfCloseAsync();
        return await ReadToEndAsync();
    }

    public abstract void Dispose();

    protected abstract Task WriteAsync(IMessage? content, string sequenceId);
}
