using System.Globalization;
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.V1;
using StreamWavFile.Wav;

namespace StreamWavFile;

/// <summary>Sends a call: the start event, the audio in its own time, the hold, the end.</summary>
internal sealed class CallStreamer(
    CallSession session, WavSource source, IReadOnlyList<Participant> participants, CallOptions options, CallProgress progress,
        TimeProvider timeProvider)
{
    // A server that takes nothing for so long will not recover.
    private static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(30);

    private readonly AudioPacer _pacer = new(timeProvider, options.Speed);
    private bool _held;
    private bool _released;

    /// <summary>What the report does not tell, once the call is over.</summary>
    public string? Warning { get; private set; }

    /// <summary>
    /// Streams the whole call. Ends early, but gracefully, when the user interrupts; the report tells of a call that fails.
    /// </summary>
    public async Task<CallReport> RunAsync(Interruption interruption)
    {
        try
        {
            await SendAllAsync(interruption.Ending);
            progress.Enter(CallPhase.Ending);
        }
        catch (OperationCanceledException) when (interruption.Ending.IsCancellationRequested)
        {
            progress.Enter(CallPhase.Interrupted);
        }
        catch (VoiceCallSessionException)
        {
            return await session.Completion;
        }
        catch (TimeoutException)
        {
            Warning = string.Create(
                CultureInfo.InvariantCulture,
                $"The server has taken no audio for {StallTimeout.TotalSeconds:0} s; the call was cut "
                + $"off.");
            return await CutOffAsync();
        }

        try
        {
            return await session.EndCallAsync(interruption.CutOff);
        }
        catch (OperationCanceledException)
        {
            return await CutOffAsync();
        }
    }

    private async Task<CallReport> CutOffAsync()
    {
        await session.DisposeAsync();
        return await session.Completion;
    }

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        var started = SessionEventBuilder.CallStarted(options.CallId).WithParticipants(participants)
            .WithPlatformTime(timeProvider.GetUtcNow()).Build();
        progress.AddEvent(await session.SendEventAsync(started, cancellationToken));
        progress.Enter(CallPhase.Streaming);
        do
        {
            await _pacer.WaitUntilAsync(source.FrameStart, cancellationToken);
            await ApplyHoldAsync(source.FrameStart, cancellationToken);
            for (var channel = 0; channel < source.Format.Channels; channel++)
            {
                var sequenceId = await SendFrameAsync(source.Frame(channel), participants[channel], cancellationToken);
                progress.AddFrame(channel, sequenceId, source.FrameEnd - source.FrameStart);
            }
        }
        while (source.Read());

        await _pacer.WaitUntilAsync(source.FrameEnd, cancellationToken);
        await ApplyHoldAsync(source.FrameEnd, cancellationToken);
        Warning = (options.Hold, _held, _released) switch
        {
            (not null, false, _) => "The audio ended before --hold began: the call was never on hold.",
            (not null, true, false) => "The audio ended before --hold did: the call ended on hold.",
            _ => null,
        };
    }

    private async Task ApplyHoldAsync(TimeSpan position, CancellationToken cancellationToken)
    {
        if (!_held && position >= options.Hold?.From)
        {
            _held = true;
            progress.AddEvent(await session.HoldAsync(cancellationToken));
            progress.Enter(CallPhase.OnHold);
        }

        if (_held && !_released && position >= options.Hold?.To)
        {
            _released = true;
            progress.AddEvent(await session.UnholdAsync(cancellationToken));
            progress.Enter(CallPhase.Streaming);
        }
    }

    private async ValueTask<string> SendFrameAsync(ReadOnlyMemory<byte> frame, Participant participant, CancellationToken cancellationToken)
    {
        // Interrupted while there is no room, the frame stays offered and goes out with the ending call: only our wait for it ends.
        var sending = session.SendAudioAsync(frame, participant, CancellationToken.None);
        return sending.IsCompleted ? await sending : await sending.AsTask().WaitAsync(StallTimeout, timeProvider, cancellationToken);
    }
}
