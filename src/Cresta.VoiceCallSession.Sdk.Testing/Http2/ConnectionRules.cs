using System.Collections.Immutable;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>The content of an <see cref="Http2ConnectionPlan"/>.</summary>
internal sealed record ConnectionRules
{
    public ConnectionGreeting Greeting { get; init; }

    /// <summary>For <see cref="ConnectionGreeting.Text"/>.</summary>
    public string GreetingText { get; init; } = "";

    public Http2Settings Settings { get; init; } = new();

    /// <summary>Plan of all streams of the connection; null leaves them to the server's.</summary>
    public Http2StreamPlan? Streams { get; init; }

    public int MaxRequests { get; init; } = int.MaxValue;

    /// <summary>Null counts no strikes.</summary>
    public TimeSpan? MinPingInterval { get; init; }

    public int MaxPingStrikes { get; init; }

    public bool IgnoresPings { get; init; }

    public ImmutableArray<PlanStep> Steps { get; init; } = [];
}
