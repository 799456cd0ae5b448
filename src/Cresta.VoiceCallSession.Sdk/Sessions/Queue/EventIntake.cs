using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>Queues messages that are made as a whole: events, and audio through the raw way. Guarded by the queue's lock.</summary>
internal sealed class EventIntake(CallQueueSettings settings, QueueBudget budget, WaitingMessages waiting, ReplayBuffer replay)
{
    public EventRecords Records { get; } = new();

    /// <exception cref="VoiceCallSessionException">Too many events wait to be written or acknowledged.</exception>
    public void ThrowIfFull(OutboundMessage message)
    {
        if (!replay.TryMakeRoomForEvent(message.EventBytes))
        {
            throw new VoiceCallSessionException(
                StatusCode.ResourceExhausted,
                $"Events of {budget.EventBytes} bytes wait to be written or acknowledged, and a call keeps {settings.MaxEventBytes} "
                    + $"(option MaxEventBytes). Wait for acknowledgements, or send smaller payloads.")
            {
                IsTransient = true,
            };
        }
    }

    /// <summary>Queues a message behind all others; nothing overtakes it.</summary>
    /// <exception cref="ArgumentException">The caller's id is in use or not higher than the last.</exception>
    public void Enqueue(OutboundMessage message, string? customId)
    {
        waiting.Append(message, customId);
        if (message.Message is ISequenced sequenced)
        {
            // The message was made before it had a number.
            sequenced.SequenceId = message.Id;
        }

        if (message.Event is { } record)
        {
            record.SequenceId = message.Id;
            Records.Add(record);
            budget.AddEvent(message.EventBytes);
        }

        waiting.MarkReady(message.Number);
    }
}
