using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>The raw doors of a call, alike for both kinds of session.</summary>
internal static class CallEngineSending
{
    public static string OfferEvent<TResponse>(this CallEngine<TResponse> engine, IMessage message, string type, string customId,
        AudioGateChange change, bool strictly, string parameterName)
        where TResponse : class
    {
        SequenceIds.ThrowIfUnfit(customId, parameterName);
        var id = engine.Queue.OfferEvent(
            RawMessages.Event(message, type, parameterName), NullIfEmpty(customId), change, strictly, engine.Refusal);
        engine.Telemetry.OnEventQueued(id, message);
        engine.RecordGateChange(change);
        return id;
    }

    /// <summary>Works a gate for which the call's stream has no event.</summary>
    public static void ChangeGate<TResponse>(this CallEngine<TResponse> engine, AudioGateChange change)
        where TResponse : class
    {
        engine.Queue.ChangeGate(change, engine.Refusal);
        engine.RecordGateChange(change);
    }

    public static ValueTask<string> OfferRawAudioAsync<TResponse>(
        this CallEngine<TResponse> engine, IMessage message, AudioContent content, string customId, string parameterName,
            CancellationToken cancellationToken)
        where TResponse : class
    {
        MessageRules.ThrowIfInvalid(content.Participant, parameterName);
        SequenceIds.ThrowIfUnfit(customId, parameterName);
        var bytes = content.AudioContent_.Length;
        var bytesPerSample = engine.Shape.BytesPerSample;
        if (bytes == 0 || bytes % bytesPerSample != 0)
        {
            throw new ArgumentException(
                $"The message has {bytes} bytes of audio, and a sample has {bytesPerSample}; give whole samples, or use SendAudioAsync, "
                    + $"which waits for a sample's rest.",
                parameterName);
        }

        if (bytes > engine.Queue.MaxFrameBytes)
        {
            throw new ArgumentException(
                $"The message has {bytes} bytes of audio, and the call's buffer takes {engine.Queue.MaxFrameBytes}; send less at once, "
                    + $"or enlarge Audio.MaxBytes and Audio.MaxDuration.",
                parameterName);
        }

        return engine.Queue.OfferAsync(RawMessages.Audio(message, bytes, parameterName), content.AudioContent_.Span, content.Participant,
            NullIfEmpty(customId), engine.Refusal, cancellationToken);
    }

    public static Task WaitForAcknowledgementAsync<TResponse>(
        this CallEngine<TResponse> engine, string sequenceId, CancellationToken cancellationToken)
        where TResponse : class => engine.Ledger.WaitAsync(sequenceId, engine.Queue.LastNumber, engine.Rejected, cancellationToken);

    private static void RecordGateChange<TResponse>(this CallEngine<TResponse> engine, AudioGateChange change)
        where TResponse : class
    {
        if (change != AudioGateChange.None)
        {
            engine.Telemetry.OnGate(change);
        }
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
