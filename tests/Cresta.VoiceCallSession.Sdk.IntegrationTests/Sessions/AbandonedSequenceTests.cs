using System.Threading.Channels;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Sessions;

/// <summary>Calls as sequences, whose producer ignores its token and has nothing to give.</summary>
public sealed class AbandonedSequenceTests
{
    private readonly Channel<int> _more = Channel.CreateUnbounded<int>();
    private readonly TaskCompletionSource _producerEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory, ClassData(typeof(Transports))]
    public async Task A_break_returns_and_the_call_is_closed_at_the_server(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await ConsumeAsync(rig.Client.StreamCallSessionAsync(CallRig.Configuration(), BlockedEvents()), breaks: true)
            .WaitAsync(CallRig.Watchdog);
        Assert.Equal(CallEnding.ClientBrokeOff, (await rig.RecordAsync()).Ending);
        Release();
        await _producerEnded.Task.WaitAsync(CallRig.Watchdog);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_break_of_an_audio_sequence_returns_and_the_call_is_closed_at_the_server(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await ConsumeAsync(rig.Client.StreamCallSessionAudioAsync(CallRig.Configuration(), BlockedAudio()), breaks: true)
            .WaitAsync(CallRig.Watchdog);
        Assert.Equal(CallEnding.ClientBrokeOff, (await rig.RecordAsync()).Ending);
        Release();
        await _producerEnded.Task.WaitAsync(CallRig.Watchdog);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_status_that_ends_the_call_reaches_the_consumer(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.PermissionDenied, 2));
        var consuming = ConsumeAsync(rig.Client.StreamCallSessionAsync(CallRig.Configuration(), BlockedEvents()), breaks: false);
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => consuming.WaitAsync(CallRig.Watchdog));
        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
        Release();
        await _producerEnded.Task.WaitAsync(CallRig.Watchdog);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_cancelled_enumeration_ends_and_closes_the_call_at_the_server(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        using var cancel = new CancellationTokenSource();
        var consuming = ConsumeAsync(rig.Client.StreamCallSessionAsync(CallRig.Configuration(), BlockedEvents(), cancel.Token),
            breaks: false);
        await _blocked.Task.WaitAsync(CallRig.Watchdog);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => consuming.WaitAsync(CallRig.Watchdog));
        Assert.Equal(CallEnding.ClientBrokeOff, (await rig.RecordAsync()).Ending);
        Release();
        await _producerEnded.Task.WaitAsync(CallRig.Watchdog);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_disposed_client_ends_the_enumeration(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        var consuming = ConsumeAsync(rig.Client.StreamCallSessionAsync(CallRig.Configuration(), BlockedEvents()), breaks: false);
        await _blocked.Task.WaitAsync(CallRig.Watchdog);
        await rig.Client.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        await Assert.ThrowsAnyAsync<Exception>(() => consuming.WaitAsync(CallRig.Watchdog));
        Assert.True(consuming.IsCompleted);
        Release();
    }

    private async Task ConsumeAsync<T>(IAsyncEnumerable<T> responses, bool breaks)
    {
        await foreach (var response in responses)
        {
            if (breaks)
            {
                // Not before the producer has nothing to give any more.
                await _blocked.Task;
                break;
            }
        }
    }

    private void Release() => _more.Writer.TryComplete();

    /// <summary>The usual form: no parameter for a token, over a channel that is empty for now.</summary>
    private async IAsyncEnumerable<StreamCallSessionRequest> BlockedEvents()
    {
        try
        {
            yield return StreamCallSessionRequest.ForEvent(SessionEventBuilder.CallStarted("call-1").Build());
            await BlockAsync();
        }
        finally
        {
            _producerEnded.TrySetResult();
        }
    }

    private async IAsyncEnumerable<StreamCallSessionAudioRequest> BlockedAudio()
    {
        try
        {
            yield return StreamCallSessionAudioRequest.ForAudio(CallRig.Ramp(800), CallRig.Agent);
            await BlockAsync();
        }
        finally
        {
            _producerEnded.TrySetResult();
        }
    }

    private async Task BlockAsync()
    {
        _blocked.TrySetResult();
        await foreach (var _ in _more.Reader.ReadAllAsync())
        {
            // Nothing comes before the test is over.
        }
    }
}
