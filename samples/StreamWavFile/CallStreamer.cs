using System.Globalization;
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.V1;
using StreamWavFile.Options;
using StreamWavFile.View;
using StreamWavFile.Wav;

namespace StreamWavFile;

/// <summary>Sends a call: the start event, the audio in real time, the hold, the end.</summary>
internal sealed class CallStreamer(
    CallSession session, WavSource source, IReadOnlyList<Participant> participants, CallOptions options, CallProgress progress,
        TimeProvider timeProvider)
{
    // After this time without progress the call is aborted.
    private static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(30);

    private readonly AudioPacer _pacer = new(timeProvider, options.Speed);
    private bool _held;
    private bool _released;

    /// <summary>A warning that the report does not contain, after the call has ended.</summary>
    public string? Warning { get; private set; }

    /// <summary>
    /// Streams the whole call. An interruption by the user ends it early and gracefully. If the call fails, the report has the reason.
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
                $"The server has read no audio for {StallTimeout.TotalSeconds:0} s; the call was aborted.");
            return await AbortAsync();
        }

        try
        {
            return await session.EndCallAsync(interruption.Aborting);
        }
        catch (OperationCanceledException)
        {
            return await AbortAsync();
        }
    }

    private async Task<CallReport> AbortAsync()
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
        // An interruption ends only the wait. The frame stays in the queue and is sent before the call ends.
        var sending = session.SendAudioAsync(frame, participant, CancellationToken.None);
        return sending.IsCompleted ? await sending : await sending.AsTask().WaitAsync(StallTimeout, timeProvider, cancellationToken);
    }
}
