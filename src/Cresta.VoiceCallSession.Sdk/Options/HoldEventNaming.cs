namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// The names under which hold and unhold events are written over REST, where an event type travels by name. Neither pair is
/// <em>documented</em>. Over gRPC an event type travels by number (3 and 4, <em>assumed</em>), so this has no effect there.
/// </summary>
/// <remarks>
/// Confirm the names with Cresta. A gateway that does not know the name answers a single event with HTTP 400 (INVALID_ARGUMENT); on a
/// stream it ends the stream without an error.
/// </remarks>
public enum HoldEventNaming
{
    /// <summary>
    /// <c>HOLD</c> and <c>UNHOLD</c>: <em>seen</em> in a public client of a sibling service that takes the same event message.
    /// </summary>
    Hold = 0,

    /// <summary>
    /// <c>CALL_HOLD</c> and <c>CALL_UNHOLD</c>: <em>assumed</em>, after the API page, which speaks of "Call Hold" and "Call Unhold".
    /// </summary>
    CallHold = 1,
}
