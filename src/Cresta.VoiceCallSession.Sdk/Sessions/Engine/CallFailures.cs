using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>Ends that no status of the server's describes.</summary>
internal static class CallFailures
{
    /// <summary>Nobody else ends a live call's stream well, so what followed would be lost without a word: it counts as a fault that may pass.</summary>
    public static RpcException EndedEarly() =>
        new(new Status(StatusCode.Unavailable, "the server ended the stream while the call was live"));

    /// <summary>A gateway that cannot read a message ends the stream as if we had: well. Only the answers that stop coming tell.</summary>
    public static RpcException LeftUnanswered(int missing) =>
        new(new Status(StatusCode.Unavailable, $"the server ended the stream without an answer to the last {missing} messages, of a kind that it had always answered before"));

    public static RpcException FlushTimedOut(TimeSpan timeout, long queuedBytes) =>
        new(new Status(StatusCode.DeadlineExceeded, $"what was queued could not be written within {timeout.TotalSeconds:0.###} s; {queuedBytes} bytes of audio were left"));

    public static RpcException DrainTimedOut(TimeSpan timeout, int unacknowledged) =>
        new(new Status(StatusCode.DeadlineExceeded, $"the server did not end the stream within {timeout.TotalSeconds:0.###} s of the half-close; {unacknowledged} messages were unacknowledged"));

    public static RpcException NotReading(TimeSpan timeout) =>
        new(new Status(StatusCode.Unavailable, $"the server did not read for {timeout.TotalSeconds:0.###} s"));

    public static RpcException NotAnswering(TimeSpan timeout) =>
        new(new Status(StatusCode.Unavailable, $"the server, which had been acknowledging, was silent for {timeout.TotalSeconds:0.###} s"));

    public static RpcException NotHandedOver(TimeSpan timeout) =>
        new(new Status(StatusCode.Unavailable, $"the server did not end the replaced stream within {timeout.TotalSeconds:0.###} s of its half-close"));

    public static RpcException Aborted() =>
        new(new Status(StatusCode.Cancelled, "the session was disposed before the call had ended"));
}
