using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using FsCheck.Xunit;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Differential;

/// <summary>
/// Two transports, one behaviour: random calls under random faults give the same report, the same answers, the same exception and the same
/// record at the server over gRPC and over REST. Each step waits until the server has it, so that what is compared does not depend on who
/// is faster.
/// </summary>
public sealed partial class TransportsAgreeTests(TransportRigs rigs) : IClassFixture<TransportRigs>
{
    [Property(MaxTest = 150)]
    public async Task Random_calls_end_alike((byte Kind, ushort Size)[] steps, byte fault, byte faultAt)
    {
        var callId = rigs.NextCallId();
        var overGrpc = await RunAsync(rigs.Grpc, callId, steps, fault, 2 + (faultAt % 8));
        var overRest = await RunAsync(rigs.Rest, callId, steps, fault, 2 + (faultAt % 8));
        Assert.Equal(overGrpc, overRest);
    }

    private static async Task<string> RunAsync(CallRig rig, string callId, (byte Kind, ushort Size)[] steps, byte fault, int at)
    {
        var (script, ends) = Script(fault, at);
        rig.Server.ScriptFor(callId, script);
        await using var session = await rig.OpenAsync(CallRig.Linear16Configuration(callId));
        var record = await rig.Server.WaitForCallStartAsync(callId).WaitAsync(CallRig.Watchdog);
        var log = new List<string>();
        var sent = 1;
        foreach (var (kind, size) in steps)
        {
            var id = await StepAsync(session, callId, kind, size, log);
            if (id.Length > 0)
            {
                sent++;
                await record.WaitForMessagesAsync(sent).WaitAsync(CallRig.Watchdog);
                if (ends && sent == at)
                {
                    await session.Completion.WaitAsync(CallRig.Watchdog);
                }
            }
        }

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        await record.WaitForEndAsync().WaitAsync(CallRig.Watchdog);
        log.Add(Normalise(report));
        log.Add(Describe(report.Failure));
        log.AddRange(record.Events.Select(e => $"server event {e.SessionEvent!.EventType} {e.SequenceId}"));
        log.AddRange(record.Audio.Select(a => $"server audio {a.Participant.Role} {a.Bytes} {a.Sha256}"));
        log.Add($"server ids {string.Join(' ', record.SequenceIds)}");
        log.Add(await ReadAsync(session));
        return string.Join('\n', log);
    }

    private static (CallScript Script, bool Ends) Script(byte fault, int at) => (fault % 8) switch
    {
        0 => (CallScript.Answering().EndWithStatus(StatusCode.PermissionDenied, at), true),
        1 => (CallScript.Answering().EndWithStatus(
            new ScriptedStatus(StatusCode.ResourceExhausted, "slow down").WithRetryInfo(TimeSpan.FromSeconds(1.5)), at), true),
        2 => (CallScript.Answering().EndAfter(at), true),
        3 => (CallScript.Answering().FailMessage(at, new ScriptedStatus(StatusCode.FailedPrecondition, "not now")), false),
        4 => (CallScript.Answering().AnswerEvery(at), false),
        5 => (CallScript.Answering().RepeatAnswers(2), false),
        6 => (CallScript.Answering().AddStrayAnswers("stray"), false),
        _ => (CallScript.Answering(), false),
    };

    private static async Task<string> StepAsync(CallSession session, string callId, byte kind, ushort size, List<string> log)
    {
        try
        {
            var audio = CallRig.Ramp(1 + (size % 3000));
            var id = (kind % 6) switch
            {
                0 => await session.SendAudioAsync(audio, CallRig.Agent),
                1 => await session.SendAudioAsync(audio, CallRig.Visitor),
                2 => await session.SendEventAsync(SessionEventBuilder.CallStarted(callId).WithPayload("size", (int)size).Build()),
                3 => await session.HoldAsync(),
                4 => await session.UnholdAsync(),
                _ => await session.SendAsync(StreamCallSessionRequest.ForAudio(CallRig.Ramp(2 * (1 + (size % 100))), CallRig.Visitor)),
            };
            log.Add($"step {kind % 6} id {id}");
            return id;
        }
        catch (Exception e) when (e is VoiceCallSessionException or InvalidOperationException)
        {
            log.Add($"step {kind % 6} {Describe(e as VoiceCallSessionException) ?? e.Message}");
            return "";
        }
    }

    private static async Task<string> ReadAsync(CallSession session)
    {
        var answers = new List<string>();
        try
        {
            await foreach (var answer in session.ReadAllAsync())
            {
                var status = answer.SessionStatus;
                answers.Add($"{answer.SequenceId}:{status?.Code ?? 0}:{status?.Message}:{answer.ConversationName}");
            }
        }
        catch (VoiceCallSessionException e)
        {
            answers.Add(Describe(e));
        }

        return string.Join(' ', answers);
    }

    private static string Describe(VoiceCallSessionException? e) => e is null
        ? "no failure"
        : $"{e.StatusCode} {e.Status} {e.SequenceId} {e.IsTransient} {e.RetryAfter} {e.Attempts} "
            + $"{PlaceAndTime().Replace(e.Message, "(…)")}";

    /// <summary>The report without what two runs of the same call may differ in.</summary>
    private static string Normalise(CallReport report)
    {
        var json = JsonNode.Parse(report.ToJson())!.AsObject();
        json.Remove("roundTripMs");
        json.Remove("backlogPeakMs");
        json.Remove("maxQueueWaitMs");
        foreach (var timed in json["attempts"]!.AsArray().Concat(json["pauses"]!.AsArray()))
        {
            // Whether a call was over before its stream broke, or because of it, is a matter of who was first where everything had been
            // answered.
            foreach (var varying in new[] { "started", "ended", "from", "to", "durationMs", "requestId", "reason" })
            {
                timed!.AsObject().Remove(varying);
            }
        }

        return json.ToJsonString();
    }

    [GeneratedRegex(@"\(endpoint .*?\)", RegexOptions.NonBacktracking)]
    private static partial Regex PlaceAndTime();
}
