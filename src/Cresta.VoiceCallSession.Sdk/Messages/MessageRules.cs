using Cresta.VoiceCallSession.Sdk.Validation;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Messages;

/// <summary>
/// What a message must fulfil before it is sent, whether a builder made it or hands did. Wire limits of our own making have no place here:
/// only what the service cannot take, or what would silently say something else than was meant.
/// </summary>
internal static class MessageRules
{
    internal const int MinimumSampleRate = 8000;
    internal const int MaximumSampleRate = 48000;

    /// <exception cref="MessageValidationException">Something is wrong; the exception says all of it.</exception>
    internal static void ThrowIfInvalid(StreamingConfig config, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(config, parameterName);
        var faults = default(MessageFaults);
        Check(config, ref faults);
        faults.ThrowIfAny(nameof(StreamingConfig), parameterName);
    }

    /// <inheritdoc cref="ThrowIfInvalid(StreamingConfig, string)"/>
    internal static void ThrowIfInvalid(SessionEvent sessionEvent, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(sessionEvent, parameterName);
        var faults = default(MessageFaults);
        Check(sessionEvent, ref faults);
        faults.ThrowIfAny(nameof(SessionEvent), parameterName);
    }

    /// <summary>Allocates nothing when the participant is valid.</summary>
    /// <inheritdoc cref="ThrowIfInvalid(StreamingConfig, string)"/>
    internal static void ThrowIfInvalid(Participant participant, string? parameterName)
    {
        ArgumentNullException.ThrowIfNull(participant, parameterName);
        var faults = default(MessageFaults);
        Check(participant, string.Empty, ref faults);
        faults.ThrowIfAny(nameof(Participant), parameterName);
    }

    /// <summary>For a media thread, which must not be thrown at.</summary>
    internal static bool IsValid(Participant? participant)
    {
        var faults = default(MessageFaults);
        if (participant is not null)
        {
            Check(participant, string.Empty, ref faults);
        }

        return participant is not null && !faults.Any;
    }

    /// <inheritdoc cref="ThrowIfInvalid(StreamingConfig, string)"/>
    internal static void ThrowIfInvalid(AudioEvent audioEvent, string? parameterName)
    {
        ArgumentNullException.ThrowIfNull(audioEvent, parameterName);
        var faults = default(MessageFaults);
        Check(audioEvent, ref faults);
        faults.ThrowIfAny(nameof(AudioEvent), parameterName);
    }

    /// <summary>µ-law at a rate other than 8000 Hz is the builder's affair: a finished message does not say whether it is meant.</summary>
    internal static void Check(StreamingConfig config, ref MessageFaults faults)
    {
        ProfileName.Check("profile", config.Profile, ref faults);
        CheckCallId(config.PlatformCallId, ref faults);
        if (config.AudioMetadata is not { } audio)
        {
            faults.Add("audioMetadata", "missing", "give the audio's encoding and its sample rate in Hz");
            return;
        }

        if (audio.SampleRateHertz is < MinimumSampleRate or > MaximumSampleRate)
        {
            faults.Add(
                "audioMetadata.sampleRateHertz", $"{audio.SampleRateHertz}", $"give {MinimumSampleRate} to {MaximumSampleRate} Hz");
        }

        if (audio.Encoding == AudioEncoding.Unspecified)
        {
            faults.Add("audioMetadata.encoding", "unspecified", "give the encoding of the audio, by name or by number");
        }
    }

    internal static void Check(SessionEvent sessionEvent, ref MessageFaults faults)
    {
        if (sessionEvent.EventType == SessionEvent.Types.EventType.Unspecified)
        {
            faults.Add("eventType", "unspecified", "give the event type, by name or by number");
        }

        CheckCallId(sessionEvent.PlatformCallId, ref faults);
        if (sessionEvent.PlatformMasterCallId.Length > 0)
        {
            TextRules.CheckId(
                string.Empty, "platformMasterCallId", sessionEvent.PlatformMasterCallId, "give an id or leave it out", ref faults);
        }

        for (var index = 0; index < sessionEvent.Participants.Count; index++)
        {
            Check(sessionEvent.Participants[index], $"participants[{index}].", ref faults);
        }

        TimeRules.Check(sessionEvent.PlatformTime, ref faults);
        if (sessionEvent.Payload is { } payload)
        {
            PayloadConverter.Check(payload, ref faults);
        }
    }

    internal static void Check(AudioEvent audioEvent, ref MessageFaults faults)
    {
        if (audioEvent.EventType == AudioEvent.Types.EventType.Unspecified)
        {
            faults.Add("eventType", "unspecified", "give the audio event type, by name or by number");
        }

        TimeRules.Check(audioEvent.PauseDuration, ref faults);
    }

    internal static void Check(Participant participant, string path, ref MessageFaults faults)
    {
        if (participant.Role == Participant.Types.Role.Unspecified)
        {
            faults.Add(path + "role", "unspecified", "give the participant's role, by name or by number");
        }

        var id = ParticipantId.Of(participant);
        if (id.Kind != Participant.ParticipantIdOneofCase.None)
        {
            TextRules.CheckId(path, id.FieldName, id.Value, "give an id, or make the participant without one", ref faults);
        }
    }

    private static void CheckCallId(string id, ref MessageFaults faults) =>
        TextRules.CheckId(string.Empty, "platformCallId", id, "give the call's id on the telephony platform", ref faults);
}
