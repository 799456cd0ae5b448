using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Errors;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>Ends of streams and calls that no status of the service describes.</summary>
internal static class CallErrors
{
    public static CallErrorException EndedEarly() => new(StatusCode.Unavailable, "the server ended the stream while the call was live");

    /// <summary>A gateway that cannot read a message ends the stream with OK; only the missing answers show it.</summary>
    public static CallErrorException LeftUnanswered(int missing) =>
        new(StatusCode.Unavailable,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the server ended the stream without an answer to the last {missing} messages, of a kind that it had always "
            + $"answered before"));

    public static CallErrorException FlushTimedOut(TimeSpan timeout, long queuedBytes) =>
        new(StatusCode.DeadlineExceeded,
            string.Create(
                CultureInfo.InvariantCulture,
                $"what was queued could not be written within {timeout.TotalSeconds:0.###} s; {queuedBytes} bytes of audio were "
            + $"left"));

    public static CallErrorException DrainTimedOut(TimeSpan timeout, int unacknowledged) =>
        new(StatusCode.DeadlineExceeded,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the server did not end the stream within {timeout.TotalSeconds:0.###} s of the half-close; {unacknowledged} "
            + $"messages were unacknowledged"));

    public static CallErrorException NotReading(TimeSpan timeout) =>
        new(StatusCode.Unavailable, string.Create(
            CultureInfo.InvariantCulture,
            $"the server did not read for {timeout.TotalSeconds:0.###} s"));

    public static CallErrorException NotAnswering(TimeSpan timeout) =>
        new(StatusCode.Unavailable, string.Create(
            CultureInfo.InvariantCulture,
            $"the server, which had been acknowledging, acknowledged nothing for {timeout.TotalSeconds:0.###} s"));

    public static CallErrorException NotHandedOver(TimeSpan timeout) =>
        new(StatusCode.Unavailable,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the server did not end the stream within {timeout.TotalSeconds:0.###} s of its half-close"));

    public static CallErrorException Aborted() => new(StatusCode.Cancelled, "the session was disposed before the call had ended");
}
