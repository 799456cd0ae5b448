using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Sessions;

/// <summary>Answers of every kind, wanted or not: the ledger stays exact, and a reader is never needed.</summary>
public sealed class AnswerTests
{
    public static TheoryData<VoiceCallSessionTransport, string> OddAnswers()
    {
        var data = new TheoryData<VoiceCallSessionTransport, string>();
        foreach (var transport in Transports.Both)
        {
            foreach (var name in Scripts.Keys)
            {
                data.Add(transport, name);
            }
        }

        return data;
    }

    private static Dictionary<string, CallScript> Scripts { get; } = new(StringComparer.Ordinal)
    {
        ["every third"] = CallScript.Answering().AnswerEvery(3),
        ["repeated"] = CallScript.Answering().RepeatAnswers(3),
        ["out of order"] = CallScript.Answering().ReverseAnswers(4),
        ["for unknown ids"] = CallScript.Answering().AddStrayAnswers("nobody's"),
        ["for a future id"] = CallScript.Answering().AddStrayAnswers("1000000"),
        ["not for the configuration"] = CallScript.Answering().NotAnsweringConfiguration(),
        ["a flood"] = CallScript.Answering().FloodResponses(100),
    };

    [Theory, MemberData(nameof(OddAnswers))]
    public async Task S8_Odd_answers_leave_the_ledger_exact(VoiceCallSessionTransport transport, string script)
    {
        await using var rig = await CallRig.StartAsync(
            transport, o => o.OpenConfirmationTimeout = TimeSpan.Zero, o => o.Script = Scripts[script]);
        await using var session = await rig.OpenAsync();
        for (var i = 0; i < 40; i++)
        {
            await session.SendAudioAsync(CallRig.Ramp(800, start: i * 800), CallRig.Agent);
        }

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        var call = await rig.RecordAsync();
        call.ShouldHaveReceivedAudio(CallRig.Agent, CallRig.Ramp(32_000));
        Assert.Equal(CallOutcome.Completed, report.Outcome);
        Assert.Equal(42, report.SequenceIds.Sent);
        Assert.Equal(42, report.SequenceIds.Acknowledged);
        Assert.True(report.NothingLost);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Without_cumulative_acknowledgements_only_what_was_answered_counts(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport, o => (o.CumulativeAcknowledgements, o.OpenConfirmationTimeout) = (false, TimeSpan.Zero),
                o => o.Script = CallScript.Answering().AnswerEvery(2));
        await using var session = await rig.OpenAsync();
        for (var i = 0; i < 9; i++)
        {
            await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
        }

        var report = await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        var call = await rig.RecordAsync();
        Assert.Equal((10, call.AnsweredCount), (report.SequenceIds.Sent, report.SequenceIds.Acknowledged));
        Assert.False(report.NothingLost);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S7_A_server_that_never_answers_leaves_everything_unacknowledged_and_no_more_claimed(
        VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport, o => o.OpenConfirmationTimeout = TimeSpan.Zero, o => o.Script = CallScript.Answering().NeverAnswer());
        await using var session = await rig.OpenAsync();
        var id = await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
        var waiting = session.WaitForAcknowledgementAsync(id);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        Assert.Equal((3, 0), (report.SequenceIds.Sent, report.SequenceIds.Acknowledged));
        Assert.Equal(800, Assert.Single(report.Participants).UnacknowledgedBytes);
        Assert.Equal(StatusCode.DataLoss,
            (await Assert.ThrowsAsync<VoiceCallSessionException>(() => waiting.WaitAsync(CallRig.Watchdog))).StatusCode);
        Assert.Null(report.ConversationName);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S9_Unread_answers_are_shed_but_failing_ones_are_kept(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport,
            o => o.ResponseBufferCapacity = 5,
            o => o.Script = CallScript.Answering().FailMessage(3, StatusCode.FailedPrecondition).FailMessage(4, StatusCode.NotFound));
        await using var session = await rig.OpenAsync();
        for (var i = 0; i < 50; i++)
        {
            await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
        }

        var report = await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        var answers = await session.ReadAllAsync().ToListAsync().AsTask().WaitAsync(CallRig.Watchdog);
        Assert.Equal(5, answers.Count);
        Assert.Equal(46, report.ResponsesShed);
        Assert.Equal([(int)StatusCode.FailedPrecondition, (int)StatusCode.NotFound], answers.Take(2).Select(a => a.SessionStatus.Code));
        Assert.Equal("51", answers[^1].SequenceId);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Answers_are_read_once(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        _ = session.ReadAllAsync();
        Assert.Throws<InvalidOperationException>(() => session.ReadAllAsync());
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Cancelling_a_read_or_a_wait_leaves_the_call_alone(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport, o => o.OpenConfirmationTimeout = TimeSpan.Zero,
                o => o.Script = CallScript.Answering().AnswerEvery(1_000).WithConversationName("c"));
        await using var session = await rig.OpenAsync();
        var id = await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
        using var cancelled = new CancellationTokenSource();
        var reading = session.ReadAllAsync(cancelled.Token).ToListAsync().AsTask();
        var waiting = session.WaitForAcknowledgementAsync(id, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(CallRig.Watchdog));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(CallRig.Watchdog));

        await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
        Assert.Equal(CallOutcome.Completed, (await session.CompleteAsync().WaitAsync(CallRig.Watchdog)).Outcome);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_sequence_that_throws_cuts_its_call_off_and_is_what_the_caller_sees(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        var thrown = await Assert.ThrowsAsync<FormatException>(async () =>
            await rig.Client.StreamCallSessionAsync(CallRig.Configuration(), Broken()).ToListAsync().AsTask().WaitAsync(CallRig.Watchdog));
        Assert.Equal("broken source", thrown.Message);
        Assert.False((await rig.RecordAsync()).ClientHalfClosed);

        static async IAsyncEnumerable<V1.StreamCallSessionRequest> Broken()
        {
            yield return V1.StreamCallSessionRequest.ForAudio(CallRig.Ramp(160), CallRig.Agent);
            await Task.Yield();
            throw new FormatException("broken source");
        }
    }
}
