using Cresta.VoiceCallSession.Sdk.Testing.Records;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing.Conversations;

/// <summary>Treats one <c>ProcessSessionEvent</c>, whatever the transport. Thread-safe.</summary>
internal sealed class UnaryConversation(ServiceState state)
{
    /// <summary>Checks, records and waits.</summary>
    /// <returns>The status for the front end to answer with; null for OK.</returns>
    public async Task<ScriptedStatus?> RunAsync(ProcessSessionEventRequest request, RequestOrigin origin, CancellationToken aborted)
    {
        var status = ProtocolCheck.Unauthorized(origin.Headers, state);
        if (status is not null)
        {
            Record(request, origin, status);
            return status;
        }

        var script = state.Scripts.TakeUnary();
        status = ProtocolCheck.ViolationOf(request) ?? script.Status;

        // The timer is there before the event is recorded, so that a test that has seen the event may advance the clock.
        var delay = script.Delay == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(script.Delay, state.TimeProvider, aborted);
        Record(request, origin, status);
        await delay.ConfigureAwait(false);
        if (script.AbortsConnection)
        {
            origin.Connection.Abort();
        }

        return status;
    }

    private void Record(ProcessSessionEventRequest request, RequestOrigin origin, ScriptedStatus? status) =>
        state.Log.UnaryEvents.Add(new RecordedUnaryEvent(request, origin, state.TimeProvider.GetUtcNow(), status?.Code ?? StatusCode.OK));
}
