using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Tests;

/// <summary>A user's test can stand in for the client and the session.</summary>
public sealed class MockingTests
{
    [Fact]
    public async Task A_double_overrides_what_it_needs()
    {
        await using var client = new FakeClient();
        await using var session = await client.OpenCallSessionAsync(new StreamingConfig());
        Assert.Equal("7", await session.SendAudioAsync(new byte[1], Participants.Agent("a")));
        Assert.Throws<NotSupportedException>(() => session.ConversationName);
    }

    private sealed class FakeClient : VoiceCallSessionClient
    {
        public override Task<CallSession> OpenCallSessionAsync(
            StreamingConfig configuration, CancellationToken cancellationToken = default) =>
            Task.FromResult<CallSession>(new FakeSession());
    }

    private sealed class FakeSession : CallSession
    {
        public override ValueTask<string> SendAudioAsync(
            ReadOnlyMemory<byte> audio, Participant participant, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult("7");
    }
}
