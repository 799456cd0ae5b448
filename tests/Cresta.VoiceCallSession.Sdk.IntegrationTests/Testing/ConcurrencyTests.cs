using System.Security.Cryptography;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.RawMessages;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public class ConcurrencyTests : FakeServerTest
{
    private const int Streams = 300;
    private const int Chunks = 20;

    [Fact]
    public async Task Three_hundred_streams_at_once_are_answered_and_recorded_apart()
    {
        var allOpen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = 0;

        await Task.WhenAll(Enumerable.Range(0, Streams).Select(CallAsync)).Guarded();

        Assert.Equal(Streams, Server.Calls.Count);
        Assert.InRange(Server.ConnectionCount, 3, 6);
        for (var i = 0; i < Streams; i++)
        {
            var call = Assert.Single(Server.CallsOf($"c{i}")).ShouldHaveEndedWith(StatusCode.OK).ShouldHaveSequenceIdsInOrder();
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Content(i))), call.AudioOf(Agent)!.Sha256);
        }

        async Task CallAsync(int index)
        {
            using var stream = Client.Open();
            await stream.SendAsync(Config($"c{index}"));
            Assert.NotNull(await stream.ReadAsync());
            if (Interlocked.Increment(ref open) == Streams)
            {
                allOpen.SetResult();
            }

            await allOpen.Task;
            foreach (var chunk in Content(index).Chunk(160))
            {
                await stream.SendAsync(AudioOf(Agent, chunk));
            }

            Assert.Equal(Chunks, (await stream.CompleteAsync()).Count);
        }
    }

    protected override FakeVoiceCallSessionServerOptions Options() => new() { MaxStreamsPerConnection = 100 };

    private static byte[] Content(int index) => [.. Enumerable.Range(0, Chunks * 160).Select(i => (byte)(i * (index + 1)))];
}
