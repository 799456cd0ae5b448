using Cresta.VoiceCallSession.Sdk.Testing;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>
/// A call in steps: the agent speaks a ramp in chunks of 100 ms, and in the end the server must have it whole, however many streams it
/// took.
/// </summary>
internal static class Conversations
{
    public const int ChunkBytes = 800;

    /// <summary>
    /// Starts the call with a first chunk, and waits for its acknowledgement, so that the client knows that this server acknowledges audio.
    /// </summary>
    public static async Task BeginAsync(this CallSession session, string callId = "call-1")
    {
        await session.SendEventAsync(SessionEventBuilder.CallStarted(callId).Build());
        await session.SendChunksAsync(0, 1);
        await session.WaitUntilAcknowledgedAsync();
    }

    /// <summary>Sends chunks of the ramp.</summary>
    public static async Task SendChunksAsync(this CallSession session, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            await session.SendAudioAsync(CallRig.Ramp(ChunkBytes, start: i * ChunkBytes), CallRig.Agent);
        }
    }

    /// <summary>Waits until the server has acknowledged everything so far, by an event that says nothing.</summary>
    public static async Task WaitUntilAcknowledgedAsync(this CallSession session)
    {
        var id = await session.SendEventAsync(SessionEventBuilder.CallStarted("again").Build());
        var heard = session.WaitForAcknowledgementAsync(id);
        await Task.WhenAny(heard, session.Completion).WaitAsync(CallRig.Watchdog);
        if (!heard.IsCompletedSuccessfully)
        {
            // The report tells more than the wait.
            Assert.Fail((await session.Completion.WaitAsync(CallRig.Watchdog)).ToJson());
        }
    }

    /// <summary>Reads that many of the call's answers, from the first. Once for a session: answers are read once.</summary>
    public static async Task ReadAnswersAsync(this CallSession session, int count)
    {
        await using var answers = session.ReadAllAsync().GetAsyncEnumerator();
        for (var i = 0; i < count; i++)
        {
            Assert.True(await answers.MoveNextAsync().AsTask().WaitAsync(CallRig.Watchdog));
        }
    }

    /// <summary>Ends the call and shows that the server has had all of it, in order, repeats only under the same ids.</summary>
    public static async Task<CallReport> EndWholeAsync(
        this CallSession session, FakeVoiceCallSessionServer server, int chunks, string callId = "call-1")
    {
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.True(report.NothingLost, report.ToJson());
        Assert.All(report.Participants, p => Assert.Empty(p.Gaps));
        var messages = await server.MessagesOfAsync(callId);
        Assert.True(CallRig.Ramp(chunks * ChunkBytes).AsSpan().SequenceEqual([.. messages.SelectMany(m => m.Audio)]),
            $"the audio is whole: {report.ToJson()}");
        Assert.Equal(EventType.CallEnded, messages[^1].Event);
        Assert.Single(messages, m => m.Event == EventType.CallEnded);
        return report;
    }

    /// <summary>
    /// The messages of a call over all its streams, each once, by their ids. A repeat under the same id with another content is a fault.
    /// </summary>
    private static async Task<IReadOnlyList<ServerMessage>> MessagesOfAsync(this FakeVoiceCallSessionServer server, string callId)
    {
        var messages = new SortedDictionary<long, ServerMessage>();
        foreach (var call in server.CallsOf(callId))
        {
            await call.WaitForEndAsync().WaitAsync(CallRig.Watchdog);
            var events = call.Events.ToDictionary(e => e.SequenceId, e => e.SessionEvent!.EventType, StringComparer.Ordinal);
            var audio = call.AudioOf(CallRig.Agent);
            var chunks = new Queue<int>(audio?.ChunksInOrder ?? []);
            var at = 0;
            foreach (var id in call.SequenceIds.Skip(1))
            {
                var isEvent = events.TryGetValue(id, out var type);
                var size = isEvent ? 0 : chunks.Dequeue();
                var message = new ServerMessage(isEvent ? type : null, size == 0 ? [] : audio!.Content!.Value.Slice(at, size).ToArray());
                at += size;
                if (messages.TryAdd(long.Parse(id), message))
                {
                    continue;
                }

                Assert.Equal(messages[long.Parse(id)].Event, message.Event);
                Assert.Equal(messages[long.Parse(id)].Audio, message.Audio);
            }
        }

        Assert.Equal(Enumerable.Range(2, messages.Count), messages.Keys.Select(id => (int)id));
        return [.. messages.Values];
    }
}
