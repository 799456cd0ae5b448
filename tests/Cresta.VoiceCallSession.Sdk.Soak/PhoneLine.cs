namespace Cresta.VoiceCallSession.Sdk.Soak;

/// <summary>A line that is never free: on half of them one call lasts as long as the soak, on the others calls come and go.</summary>
internal sealed class PhoneLine(VoiceCallSessionClient client, int number, Tally tally)
{
    private const int FrameBytes = 160;
    private const int ShortestSeconds = 10;
    private const int LongestSeconds = 40;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);
    private static readonly V1.Participant Agent = Participants.Agent("agent-1");
    private static readonly V1.Participant Visitor = Participants.Visitor("visitor-1");

    private readonly AudioPacer _line = new(TimeProvider.System, speed: 1);
    private readonly Random _random = new(number);
    private readonly byte[] _audio = Ramp(number);

    public async Task RunAsync(TimeSpan length)
    {
        // Calls that all began at one moment would also speak at one moment.
        var at = number * Frame;
        await _line.WaitUntilAsync(at);
        for (var call = 1; at < length; call++)
        {
            var left = length - at;
            var wanted = number % 2 == 0 ? left : TimeSpan.FromSeconds(_random.Next(ShortestSeconds, LongestSeconds));
            var duration = left - wanted < TimeSpan.FromSeconds(ShortestSeconds) ? left : wanted;
            await RunCallAsync($"line-{number}-call-{call}", (int)(duration / Frame));
            at += duration;
        }
    }

    private async Task RunCallAsync(string callId, int frames)
    {
        try
        {
            var configuration = new StreamingConfigBuilder("soak").WithMulawAudio(8000).WithPlatformCallId(callId).Build();
            await using var session = await client.OpenCallSessionAsync(configuration);
            tally.Begin();
            try
            {
                await SendChunksAsync(session, callId, frames);
            }
            catch (VoiceCallSessionException)
            {
                // The report tells of it.
            }

            var report = await session.EndCallAsync();
            tally.End(callId, report, expectedBytes: (long)frames * FrameBytes, session.BufferBalance);
        }
        catch (VoiceCallSessionException e)
        {
            tally.Fault($"{callId}: {e.Message}");
        }
    }

    private async Task SendChunksAsync(CallSession session, string callId, int frames)
    {
        var pacer = new AudioPacer(TimeProvider.System, speed: 1);
        await session.SendEventAsync(SessionEventBuilder.CallStarted(callId).WithParticipants([Agent, Visitor]).Build());
        for (var frame = 0; frame < frames; frame++)
        {
            await pacer.WaitUntilAsync(frame * Frame);
            await session.SendAudioAsync(_audio, Agent);
            await session.SendAudioAsync(_audio, Visitor);
        }

        await pacer.WaitUntilAsync(frames * Frame);
    }

    private static byte[] Ramp(int start)
    {
        var audio = new byte[FrameBytes];
        for (var i = 0; i < audio.Length; i++)
        {
            audio[i] = (byte)(start + i);
        }

        return audio;
    }
}
