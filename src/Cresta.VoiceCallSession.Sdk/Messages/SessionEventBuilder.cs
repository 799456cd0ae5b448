using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.Sdk.Validation;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf.WellKnownTypes;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// Makes an event of a call. Values are copied when they are given and checked by <see cref="Build"/>, which says everything
/// that is wrong at once; a text that is <see langword="null"/> counts as missing. Not thread-safe.
/// </summary>
/// <example>
/// <code>
/// var started = SessionEventBuilder.CallStarted("call-42").WithParticipant(Participants.Agent("a1")).WithPlatformTime(time).Build();
/// </code>
/// </example>
public sealed class SessionEventBuilder
{
    private readonly SessionEvent _event;
    private readonly Dictionary<string, MessageFaults> _payloadFaults = new(StringComparer.Ordinal);

    private SessionEventBuilder(SessionEvent.Types.EventType type, string platformCallId)
    {
        _event = new SessionEvent { EventType = type, PlatformCallId = platformCallId ?? string.Empty };
    }

    /// <summary>The call began (name and number seen).</summary>
    /// <param name="platformCallId">The call's id on the platform: 1 to 1024 bytes of UTF-8 without control characters.</param>
    /// <returns>A builder of the event.</returns>
    public static SessionEventBuilder CallStarted(string platformCallId) =>
        Event(SessionEvent.Types.EventType.CallStarted, platformCallId);

    /// <summary>The call is over (name and number seen).</summary>
    /// <param name="platformCallId">The call's id on the platform: 1 to 1024 bytes of UTF-8 without control characters.</param>
    /// <returns>A builder of the event.</returns>
    public static SessionEventBuilder CallEnded(string platformCallId) =>
        Event(SessionEvent.Types.EventType.CallEnded, platformCallId);

    /// <summary>
    /// The call was put on hold (<c>HOLD</c>; name seen in a sibling service's client, number assumed). Over REST
    /// <see cref="VoiceCallSessionClientOptions.HoldEventNaming"/> sets the name that is written.
    /// </summary>
    /// <param name="platformCallId">The call's id on the platform: 1 to 1024 bytes of UTF-8 without control characters.</param>
    /// <returns>A builder of the event.</returns>
    public static SessionEventBuilder Hold(string platformCallId) =>
        Event(SessionEvent.Types.EventType.Hold, platformCallId);

    /// <summary>
    /// The call was taken off hold (<c>UNHOLD</c>; name seen in a sibling service's client, number assumed). Over REST
    /// <see cref="VoiceCallSessionClientOptions.HoldEventNaming"/> sets the name that is written.
    /// </summary>
    /// <param name="platformCallId">The call's id on the platform: 1 to 1024 bytes of UTF-8 without control characters.</param>
    /// <returns>A builder of the event.</returns>
    public static SessionEventBuilder Unhold(string platformCallId) =>
        Event(SessionEvent.Types.EventType.Unhold, platformCallId);

    /// <summary>Any event (<c>eventType</c>, <c>platformCallId</c>; names documented, numbers seen).</summary>
    /// <param name="type">
    /// What happened; by number, such as <c>(SessionEvent.Types.EventType)7</c>, if it has no name here. Not unspecified.
    /// </param>
    /// <param name="platformCallId">The call's id on the platform: 1 to 1024 bytes of UTF-8 without control characters.</param>
    /// <returns>A builder of the event.</returns>
    public static SessionEventBuilder Event(SessionEvent.Types.EventType type, string platformCallId) => new(type, platformCallId);

    /// <summary>Adds a participant (<c>participants</c>; name documented, number seen).</summary>
    /// <param name="participant">The participant, with a role. It is copied.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="participant"/> is <see langword="null"/>.</exception>
    public SessionEventBuilder WithParticipant(Participant participant)
    {
        ArgumentNullException.ThrowIfNull(participant);
        _event.Participants.Add(participant.Clone());
        return this;
    }

    /// <summary>Adds participants to those that are there (<c>participants</c>; name documented, number seen).</summary>
    /// <param name="participants">The participants, each with a role. They are copied.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="participants"/> or one of them is <see langword="null"/>.</exception>
    public SessionEventBuilder WithParticipants(IEnumerable<Participant> participants)
    {
        ArgumentNullException.ThrowIfNull(participants);
        foreach (var participant in participants)
        {
            WithParticipant(participant);
        }

        return this;
    }

    /// <summary>When it happened, by the platform's clock (<c>platformTime</c>; name documented, number assumed).</summary>
    /// <param name="platformTime">The time, kept to its 100 ns and sent as UTC whatever its offset.</param>
    /// <returns>This builder.</returns>
    public SessionEventBuilder WithPlatformTime(DateTimeOffset platformTime)
    {
        _event.PlatformTime = Timestamp.FromDateTimeOffset(platformTime);
        return this;
    }

    /// <summary>The id that ties the legs of a transferred call (<c>platformMasterCallId</c>; name documented, number assumed).</summary>
    /// <param name="platformMasterCallId">Up to 1024 bytes of UTF-8 without control characters; empty or null for none.</param>
    /// <returns>This builder.</returns>
    public SessionEventBuilder WithPlatformMasterCallId(string platformMasterCallId)
    {
        _event.PlatformMasterCallId = platformMasterCallId ?? string.Empty;
        return this;
    }

    /// <summary>
    /// Sets one value of the payload, whatever the platform wants to pass along (<c>payload</c>; name documented, number seen, type
    /// assumed). A value that the key had before is replaced.
    /// </summary>
    /// <param name="key">The name of the value: not empty.</param>
    /// <param name="value">
    /// What a protobuf <c>Struct</c> can hold: null, a bool, a string, a finite number that a double holds without losing digits (whole
    /// numbers up to 2^53), a dictionary with string keys, a sequence, a <see cref="System.Text.Json.JsonElement"/>, a
    /// <see cref="Struct"/>, <see cref="ListValue"/> or <see cref="Value"/>. It is copied, and may nest about 30 levels deep: protobuf's
    /// parsers stop at 100 messages within messages, and each dictionary takes three.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <see langword="null"/>.</exception>
    public SessionEventBuilder WithPayload(string key, object? value)
    {
        ArgumentNullException.ThrowIfNull(key);
        _event.Payload ??= new Struct();
        if (PayloadConverter.TryConvertField(key, value, out var converted, out var faults))
        {
            _event.Payload.Fields[key] = converted;
            _payloadFaults.Remove(key);
        }
        else
        {
            _event.Payload.Fields.Remove(key);
            _payloadFaults[key] = faults;
        }

        return this;
    }

    /// <summary>Sets values of the payload, each as <see cref="WithPayload(string, object?)"/> does. Other keys stay.</summary>
    /// <param name="payload">The values by their keys. They are copied.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="payload"/> is <see langword="null"/>.</exception>
    public SessionEventBuilder WithPayload(IReadOnlyDictionary<string, object?> payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        _event.Payload ??= new Struct();
        foreach (var (key, value) in payload)
        {
            WithPayload(key, value);
        }

        return this;
    }

    /// <summary>Sets values of the payload, each as <see cref="WithPayload(string, object?)"/> does. Other keys stay.</summary>
    /// <param name="payload">The values by their keys. They are copied.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="payload"/> is <see langword="null"/>.</exception>
    public SessionEventBuilder WithPayload(Struct payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        _event.Payload ??= new Struct();
        foreach (var (key, value) in payload.Fields)
        {
            WithPayload(key, value);
        }

        return this;
    }

    /// <summary>
    /// Sets a text of the integrator's own in the payload, under the flat key <c>custom.</c> and the name. So a public client of a sibling
    /// service sends such values (seen): <c>custom.call.&lt;name&gt;</c>. A value that the key had before is replaced.
    /// </summary>
    /// <param name="name">
    /// The name without the prefix <c>custom.</c>, such as <c>call.ani</c>: not blank, without control characters, no empty part between
    /// dots. A name that begins with <c>custom.</c> is refused, because the prefix would be sent twice.
    /// </param>
    /// <param name="value">The text, which may be empty; <see langword="null"/> counts as missing.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    /// <example>
    /// <code>
    /// // "payload": { "custom.call.ani": "+15551234567", "custom.call.queue": "billing" }
    /// SessionEventBuilder.CallStarted("call-42").WithCustom("call.ani", "+15551234567").WithCustom("call.queue", "billing");
    /// </code>
    /// </example>
    public SessionEventBuilder WithCustom(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        var faults = default(MessageFaults);
        CustomValueRules.Check(name, value, ref faults);
        var key = CustomValueRules.KeyOf(name);
        if (!faults.Any)
        {
            return WithPayload(key, value);
        }

        _event.Payload?.Fields.Remove(key);
        _payloadFaults[key] = faults;
        return this;
    }

    /// <summary>
    /// Asks the service to close calls that are still active (<c>closeActiveCalls</c>; name documented, number assumed). An agent has one
    /// active call at a time, and the flag closes what the agent still has open, for example a call whose end was lost. A public client of
    /// a sibling service sets it on every event (seen), so it is not only a repair after a crash. If an agent may have several calls at
    /// once, ask Cresta first.
    /// </summary>
    /// <returns>This builder.</returns>
    public SessionEventBuilder WithCloseActiveCalls()
    {
        _event.CloseActiveCalls = true;
        return this;
    }

    /// <summary>Checks what was given and makes the message. May be called again: the messages are independent of each other.</summary>
    /// <returns>An event that can be sent.</returns>
    /// <exception cref="MessageValidationException">Something is missing or not valid; the exception says all of it.</exception>
    public SessionEvent Build()
    {
        var faults = default(MessageFaults);
        MessageRules.Check(_event, ref faults);
        foreach (var payloadFaults in _payloadFaults.Values)
        {
            faults.AddRange(payloadFaults);
        }

        faults.ThrowIfAny(nameof(SessionEvent), parameterName: null);
        return _event.Clone();
    }
}
