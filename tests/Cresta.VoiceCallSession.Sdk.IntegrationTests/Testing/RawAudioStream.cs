using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

internal sealed class RawAudioStream(AsyncDuplexStreamingCall<StreamCallSessionAudioRequest, StreamCallSessionAudioResponse> call)
    : RawStream
{
    public override Task HalfCloseAsync() => call.RequestStream.CompleteAsync().Guarded();

    public override async Task<RawAnswer?> ReadAsync() =>
        await call.ResponseStream.MoveNext(CancellationToken.None).Guarded() && call.ResponseStream.Current is { } response
            ? new(response.SequenceId, (StatusCode)response.SessionStatus.Code, response.ConversationName, response.SessionStatus)
            : null;

    public override void Dispose() => call.Dispose();

    protected override Task WriteAsync(IMessage? content, string sequenceId)
    {
        var request = new StreamCallSessionAudioRequest { SequenceId = sequenceId };
        switch (content)
        {
            case StreamingConfig configuration:
                request.StreamingConfig = configuration;
                break;
            case AudioContent audio:
                request.AudioContent = audio;
                break;
            case AudioEvent audioEvent:
                request.AudioEvent = audioEvent;
                break;
            default:
                Assert.Null(content);
                break;
        }

        return call.RequestStream.WriteAsync(request);
    }
}
