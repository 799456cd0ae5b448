using Cresta.VoiceCallSession.Sdk.Testing.Records;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing.Conversations;

/// <summary>Runs conversations for the front ends and keeps their records. Thread-safe.</summary>
internal sealed class ConversationHost(ServiceState state)
{
    private const string AnsweredOk = "";

    /// <summary>Runs one stream to its end.</summary>
    /// <returns>The status for the front end to end the stream with; null for OK and for a stream that is already torn down.</returns>
    public async Task<ScriptedStatus?> RunAsync(StreamOpening opening, ICallStream stream)
    {
        var recorder = new CallRecorder(opening, state.KeepAudio, state.TimeProvider);
        var call = new RecordedCall(recorder);
        state.Log.Opened.Add(call);
        StreamOutcome outcome;
        try
        {
            outcome = await new Conversation(state, stream, recorder, call).RunAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (stream.Aborted.IsCancellationRequested || exception is IOException)
        {
            outcome = new StreamOutcome(opening.Connection.IsServerStopping ? CallEnding.ServerStopped : CallEnding.ClientBrokeOff);
        }
        catch (Exception exception)
        {
            // What the transport or a script's predicate throws: the client gets it, and so does the record.
            var status = exception is RpcException rpc ? rpc.Status : new Status(StatusCode.Unknown, exception.Message);
            End(call, recorder, CallEnding.EndedByServer, status);
            throw;
        }

        // The record is complete before the client can see the end.
        End(call, recorder, outcome.Ending, outcome.HasStatus ? StatusOf(outcome) : null);
        TearDown(outcome, opening, stream);
        return outcome.Status;
    }

    private static Status StatusOf(StreamOutcome outcome) =>
        outcome.Status is { } status ? new Status(status.Code, status.Message) : new Status(StatusCode.OK, AnsweredOk);

    private static void TearDown(StreamOutcome outcome, StreamOpening opening, ICallStream stream)
    {
        if (outcome.Ending == CallEnding.ResetByServer)
        {
            stream.Reset(outcome.ErrorCode);
        }
        else if (outcome.Ending == CallEnding.ConnectionAbortedByServer)
        {
            opening.Connection.Abort();
        }
    }

    private void End(RecordedCall call, CallRecorder recorder, CallEnding ending, Status? status)
    {
        recorder.End(ending, status);
        state.Log.Ended.Add(call);
    }
}
