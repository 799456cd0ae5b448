namespace Cresta.VoiceCallSession.Sdk.Testing.Tokens;

/// <summary>What a <see cref="TokenScript"/> says, as the endpoint reads it.</summary>
internal sealed record TokenPlan
{
    public static readonly TimeSpan UsualLife = TimeSpan.FromHours(1);

    public int StatusCode { get; init; } = 200;

    /// <summary>The JSON text of <c>expires_in</c>, or null where there is none.</summary>
    public string? ExpiresIn { get; init; } = $"{UsualLife.TotalSeconds}";

    /// <summary>How long the token is good, whatever the answer says.</summary>
    public TimeSpan Life { get; init; } = UsualLife;

    /// <summary>The whole body, where no token is issued.</summary>
    public string? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public int? RetryAfterSeconds { get; init; }

    public Uri? Location { get; init; }

    public TimeSpan Delay { get; init; }

    public Task Release { get; init; } = Task.CompletedTask;

    public bool AbortsConnection { get; init; }
}
