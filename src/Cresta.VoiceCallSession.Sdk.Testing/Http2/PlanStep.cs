using System.Collections.Immutable;
using System.Globalization;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>Actions of a plan, and when they happen.</summary>
internal sealed record PlanStep(StreamTrigger Trigger, ImmutableArray<Http2Action> Actions)
{
    /// <summary>The longest that timers take, a little less than 50 days.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromDays(49);

    /// <summary>For <see cref="StreamTrigger.Messages"/>, from 0.</summary>
    public int Messages { get; init; }

    /// <summary>For <see cref="StreamTrigger.Time"/>, from the start of the stream or connection.</summary>
    public TimeSpan Delay { get; init; }

    public bool IsDueAfter(long messages) => Trigger == StreamTrigger.Messages && Messages == messages;

    /// <summary>The step in words.</summary>
    public override string ToString()
    {
        var when = Trigger switch
        {
            StreamTrigger.Messages => string.Create(CultureInfo.InvariantCulture, $"after {Messages} messages"),
            StreamTrigger.Time => string.Create(CultureInfo.InvariantCulture, $"after {Delay.TotalSeconds:0.###} s"),
            _ => "on half-close",
        };
        return $"{when}: {string.Join(", ", Actions)}";
    }
}
