using Cresta.VoiceCallSession.Sdk.Testing.Assertions;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// Assertions on what the server recorded. Each throws a <see cref="CallAssertionException"/> that says what differs, and gives the call
/// back.
/// </summary>
/// <remarks>They throw <see cref="ArgumentNullException"/> for a null argument. Thread-safe.</remarks>
public static class RecordedCallAssertions
{
    private const int ListedEntries = 10;

    /// <summary>The stream brought exactly this audio of a participant.</summary>
    /// <param name="call">The stream.</param>
    /// <param name="participant">The participant, as the client names it: role and id.</param>
    /// <param name="expected">The audio, headerless mono samples in the encoding of the configuration.</param>
    /// <exception cref="CallAssertionException">
    /// It did not; the message has the lengths and hashes, and, with <see cref="FakeVoiceCallSessionServerOptions.KeepAudio"/>, the first
    /// byte that differs.
    /// </exception>
    public static RecordedCall ShouldHaveReceivedAudio(this RecordedCall call, Participant participant, ReadOnlySpan<byte> expected)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(participant);
        var recorded = call.AudioOf(participant) ?? throw Differs(
            call,
            $"no audio of {participant}, expected {expected.Length} bytes; audio came of "
                + $"{List(call.Audio.Select(audio => audio.Participant.ToString()))}");
        return Compare(call, recorded, expected);
    }

    /// <summary>The stream brought exactly this audio of the only participant with a role.</summary>
    /// <param name="call">The stream.</param>
    /// <param name="role">The participant's role.</param>
    /// <param name="expected">The audio, headerless mono samples in the encoding of the configuration.</param>
    /// <exception cref="CallAssertionException">It did not, or there are several participants with that role.</exception>
    public static RecordedCall ShouldHaveReceivedAudio(this RecordedCall call, Participant.Types.Role role, ReadOnlySpan<byte> expected)
    {
        ArgumentNullException.ThrowIfNull(call);
        var ofRole = call.Audio.Where(audio => audio.Participant.Role == role).ToList();
        return ofRole.Count == 1
            ? Compare(call, ofRole[0], expected)
            : throw Differs(
                call,
                $"audio of {ofRole.Count} participants with the role {role}, expected {expected.Length} bytes of one; audio came of "
                    + $"{List(call.Audio.Select(audio => audio.Participant.ToString()))}");
    }

    /// <summary>The stream brought exactly these call events, in this order.</summary>
    /// <param name="call">The stream.</param>
    /// <param name="expected">The types of the events.</param>
    /// <exception cref="CallAssertionException">It did not.</exception>
    public static RecordedCall ShouldHaveEvents(this RecordedCall call, params SessionEvent.Types.EventType[] expected)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(expected);
        return CompareEvents(
            call, [.. call.Events.Where(e => e.SessionEvent is not null).Select(e => e.SessionEvent!.EventType)], expected);
    }

    /// <summary>The stream brought exactly these pauses and resumes, in this order.</summary>
    /// <param name="call">The stream.</param>
    /// <param name="expected">The types of the events.</param>
    /// <exception cref="CallAssertionException">It did not.</exception>
    public static RecordedCall ShouldHaveAudioEvents(this RecordedCall call, params AudioEvent.Types.EventType[] expected)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(expected);
        return CompareEvents(call, [.. call.Events.Where(e => e.AudioEvent is not null).Select(e => e.AudioEvent!.EventType)], expected);
    }

    /// <summary>The sequence ids of the stream are consecutive numbers: none missing, repeated, out of order or not a number.</summary>
    /// <param name="call">The stream.</param>
    /// <exception cref="CallAssertionException">They are not, or there are none.</exception>
    public static RecordedCall ShouldHaveSequenceIdsInOrder(this RecordedCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.SequenceIdCount == 0)
        {
            throw Differs(call, "no message with a sequence id");
        }

        var faults = new List<string>();
        AddFault(faults, "missing", call.SequenceIdGaps.Select(gap => gap.ToString()));
        AddFault(faults, "repeated", call.RepeatedSequenceIds);
        AddFault(faults, "out of order", call.OutOfOrderSequenceIds);
        AddFault(faults, "not a number", call.SequenceIds.Where(id => !id.All(char.IsAsciiDigit)));
        return faults.Count == 0 ? call : throw Differs(call, $"sequence ids that are not in order: {string.Join("; ", faults)}");
    }

    /// <summary>The server ended the stream with a status that has this code.</summary>
    /// <param name="call">The stream.</param>
    /// <param name="expected">The code.</param>
    /// <exception cref="CallAssertionException">It did not, or ended it without a status, or the stream is still open.</exception>
    public static RecordedCall ShouldHaveEndedWith(this RecordedCall call, StatusCode expected)
    {
        ArgumentNullException.ThrowIfNull(call);
        var state = call.State;
        if (state.Status is { } status)
        {
            return status.StatusCode == expected
                ? call : throw Differs(call, $"the status {status.StatusCode} ('{status.Detail}'), expected {expected}");
        }

        var how = state.Ending == CallEnding.Running ? "not ended" : $"ended without a status ({state.Ending})";
        throw Differs(call, $"{how}, expected the status {expected}");
    }

    private static RecordedCall Compare(RecordedCall call, RecordedAudio recorded, ReadOnlySpan<byte> expected) =>
        AudioDifference.Describe(recorded, expected) is { } difference ? throw Differs(call, difference) : call;

    private static RecordedCall CompareEvents<T>(RecordedCall call, IReadOnlyList<T> recorded, IReadOnlyList<T> expected)
        where T : struct, Enum =>
        recorded.SequenceEqual(expected)
            ? call
            : throw Differs(
                call, $"the events {List(recorded.Select(e => e.ToString()))}, expected {List(expected.Select(e => e.ToString()))}");

    private static void AddFault(List<string> faults, string name, IEnumerable<string> ids)
    {
        var listed = ids.Take(ListedEntries + 1).ToList();
        if (listed.Count > 0)
        {
            faults.Add($"{name} {List(listed)}");
        }
    }

    private static string List(IEnumerable<string> entries)
    {
        var listed = entries.Take(ListedEntries + 1).ToList();
        return listed.Count == 0
            ? "none" : string.Join(", ", listed.Take(ListedEntries)) + (listed.Count > ListedEntries ? ", and more" : "");
    }

    private static CallAssertionException Differs(RecordedCall call, string what) =>
        new($"The {call.Method} stream of call '{call.PlatformCallId}' has {what}.");
}
