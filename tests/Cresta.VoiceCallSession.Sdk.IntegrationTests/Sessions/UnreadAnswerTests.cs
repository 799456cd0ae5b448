using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Sessions;

/// <summary>Answers that nobody reads, of a server that rejects every message.</summary>
public sealed class UnreadAnswerTests
{
    private const int Capacity = 16;

    [Theory, ClassData(typeof(Transports))]
    public async Task Of_unread_failing_answers_the_first_and_the_last_are_kept(VoiceCallSessionTransport transport)
    {
        const int Chunks = 400;
        await using var rig = await StartAsync(transport, o => o.ResponseBufferCapacity = Capacity);
        await using var session = await rig.OpenAsync();
        await session.SendChunksAsync(0, Chunks);
        var report = await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        var ids = await ReadIdsAsync(session);
        Assert.Equal(Enumerable.Range(2, Capacity / 2), ids.Take(Capacity / 2));
        Assert.Equal(Enumerable.Range(Chunks + 2 - (Capacity / 2), Capacity / 2), ids.Skip(Capacity / 2));
        Assert.Equal(Chunks + 1 - Capacity, report.ResponsesShed);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Unread_failing_answers_are_bounded_in_bytes(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartAsync(transport, o => (o.ResponseBufferCapacity, o.ResponseBufferBytes) = (10_000, 64 * 1024),
            text: new string('x', 4000));
        await using var session = await rig.OpenAsync();
        await session.SendChunksAsync(0, 100);
        var report = await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        var ids = await ReadIdsAsync(session);
        Assert.InRange(ids.Count, 12, 16);
        Assert.Equal((2, 101), (ids[0], ids[^1]));
        Assert.Equal(101 - ids.Count, report.ResponsesShed);
    }

    private static async Task<IReadOnlyList<int>> ReadIdsAsync(CallSession session)
    {
        var ids = new List<int>();
        await foreach (var answer in session.ReadAllAsync())
        {
            ids.Add(int.Parse(answer.SequenceId, System.Globalization.CultureInfo.InvariantCulture));
        }

        return ids;
    }

    private static Task<CallRig> StartAsync(VoiceCallSessionTransport transport, Action<VoiceCallSessionClientOptions> configure,
        string text = "not decodable") => CallRig.StartAsync(
        transport,
        o =>
        {
            o.Audio.MaxDuration = TimeSpan.FromMinutes(2);
            configure(o);
        },
        o => o.Script = CallScript.Answering().FailMessagesWhere(m => m.Number > 1, new ScriptedStatus(StatusCode.InvalidArgument, text)));
}
