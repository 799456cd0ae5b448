using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Wire;

/// <summary>
/// The bytes that leave the process, read by a decoder that is not ours: names and numbers are those of protos/README.md.
/// </summary>
public sealed class ProtocTests
{
    [Fact]
    public async Task A_recorded_call_decodes_to_the_documented_fields()
    {
        await using var recorder = await GrpcRecorder.StartAsync();
        await using (var client = NewClient(recorder))
        {
            await using var session = await client.OpenCallSessionAsync(CallRig.Linear16Configuration());
            await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1")
                .WithParticipant(CallRig.Agent)
                .WithParticipant(Participants.AgentUser("u"))
                .WithPlatformMasterCallId("master-1")
                .WithPlatformTime(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000))
                .WithPayload("queue", "billing")
                .WithCloseActiveCalls()
                .Build());
            await session.SendAudioAsync("AUDIO!"u8.ToArray(), CallRig.Visitor);
            await session.HoldAsync();
            await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        }

        var (path, messages) = await recorder.Request.WaitAsync(CallRig.Watchdog);
        Assert.Equal("/cresta.v1.voicecallsession.VoiceCallSessionService/StreamCallSession", path);
        Assert.Equal(4, messages.Count);
        Assert.Equal(
            """
            streaming_config {
              profile: "profile-1"
              audio_metadata {
                sample_rate_hertz: 8000
                encoding: LINEAR16
              }
              platform_call_id: "call-1"
            }
            sequence_id: "1"
            """,
            await Protoc.DecodeAsync(messages[0], "StreamCallSessionRequest"));
        Assert.Equal(
            """
            session_event {
              event_type: CALL_STARTED
              platform_call_id: "call-1"
              participants {
                role: AGENT
                platform_agent_id: "agent-1"
              }
              participants {
                role: AGENT
                user: "u"
              }
              payload {
                fields {
                  key: "queue"
                  value {
                    string_value: "billing"
                  }
                }
              }
              platform_master_call_id: "master-1"
              platform_time {
                seconds: 1700000000
              }
              close_active_calls: true
            }
            sequence_id: "2"
            """,
            await Protoc.DecodeAsync(messages[1], "StreamCallSessionRequest"));
        Assert.Equal(
            """
            audio_content {
              audio_content: "AUDIO!"
              participant {
                role: VISITOR
                external_user_id: "visitor-1"
              }
            }
            sequence_id: "3"
            """,
            await Protoc.DecodeAsync(messages[2], "StreamCallSessionRequest"));
        Assert.StartsWith("session_event {\n  event_type: HOLD", await Protoc.DecodeAsync(
            messages[3], "StreamCallSessionRequest"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recorded_call_has_the_documented_numbers()
    {
        await using var recorder = await GrpcRecorder.StartAsync();
        await using (var client = NewClient(recorder))
        {
            await using var session = await client.OpenCallAudioSessionAsync(CallRig.Configuration());
            await session.SendAudioAsync("AUDIO!"u8.ToArray(), CallRig.Agent);
            while (session.QueuedAudioBytes > 0)
            {
                // A pause would drop it.
                await Task.Yield();
            }

            await session.PauseAsync(TimeSpan.FromSeconds(2));
            await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        }

        var (path, messages) = await recorder.Request.WaitAsync(CallRig.Watchdog);
        Assert.EndsWith("/StreamCallSessionAudio", path, StringComparison.Ordinal);
        Assert.Equal(
            """
            1 {
              1: "profile-1"
              2 {
                1: 8000
                2: 2
              }
              4: "call-1"
            }
            4: "1"
            """,
            await Protoc.DecodeAsync(messages[0], type: null));
        Assert.Equal(
            """
            2 {
              1: "AUDIO!"
              2 {
                1: 1
                3: "agent-1"
              }
            }
            4: "2"
            """,
            await Protoc.DecodeAsync(messages[1], type: null));
        Assert.Equal(
            """
            audio_event {
              event_type: PAUSE
              pause_duration {
                seconds: 2
              }
            }
            sequence_id: "3"
            """,
            await Protoc.DecodeAsync(messages[2], nameof(StreamCallSessionAudioRequest)));
    }

    private static VoiceCallSessionClient NewClient(GrpcRecorder recorder) =>
        new(new VoiceCallSessionClientOptions { Endpoint = recorder.Endpoint, OpenConfirmationTimeout = TimeSpan.Zero });
}
