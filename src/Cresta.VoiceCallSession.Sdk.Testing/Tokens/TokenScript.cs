using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Testing.Scripts;
using Cresta.VoiceCallSession.Sdk.Testing.Tokens;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>What the fake token endpoint does with one request. Immutable and thread-safe; every method gives a new script.</summary>
public sealed class TokenScript
{
    private static readonly TokenScript Plain = new(new TokenPlan());

    private TokenScript(TokenPlan plan) => Plan = plan;

    internal TokenPlan Plan { get; }

    /// <summary>
    /// The well-behaved endpoint: the right credentials get a token for an hour (<c>expires_in</c> 3600), wrong ones 401.
    /// </summary>
    public static TokenScript Granting() => Plain;

    /// <summary>Refuses whatever credentials with 401 and <c>invalid_client</c>.</summary>
    public static TokenScript Refusing() => Refusing(401, "invalid_client");

    /// <summary>Refuses whatever credentials with an error as of RFC 6749, section 5.2.</summary>
    /// <param name="statusCode">The HTTP status, 400 to 499.</param>
    /// <param name="error">The error's code, such as <c>invalid_client</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="error"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The status is none of a client's error.</exception>
    public static TokenScript Refusing(int statusCode, string error)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 499);
        return new(new TokenPlan { StatusCode = statusCode, Body = $$"""{"error":"{{JsonEncodedText.Encode(error)}}"}""" });
    }

    /// <summary>Fails with an HTTP status, such as 503 or 429, and no body.</summary>
    /// <param name="statusCode">The HTTP status, 400 to 599.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is none of an error.</exception>
    public static TokenScript Failing(int statusCode)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        return new(new TokenPlan { StatusCode = statusCode, Body = string.Empty });
    }

    /// <summary>Sends the client elsewhere with 307, which keeps the method and the body.</summary>
    /// <param name="location">Where.</param>
    /// <exception cref="ArgumentNullException"><paramref name="location"/> is null.</exception>
    public static TokenScript RedirectingTo(Uri location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return new(new TokenPlan { StatusCode = 307, Body = string.Empty, Location = location });
    }

    /// <summary>Answers 200 with any body, such as garbage or a proxy's page. No token is issued.</summary>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its content type.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static TokenScript Answering(string body, string contentType)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(contentType);
        return new(new TokenPlan { Body = body, ContentType = contentType });
    }

    /// <summary>Aborts the connection instead of answering.</summary>
    public static TokenScript Aborting() => new(new TokenPlan { AbortsConnection = true });

    /// <summary>Issues a token of this life, with <c>expires_in</c> as a number. 0 or less is a token that has expired already.</summary>
    /// <param name="seconds">The life, in seconds.</param>
    public TokenScript WithExpiresIn(long seconds) => new(Plan with { ExpiresIn = $"{seconds}", Life = TimeSpan.FromSeconds(seconds) });

    /// <summary>Issues a token of this life, with <c>expires_in</c> as a string, such as <c>"3600"</c>.</summary>
    /// <param name="seconds">The life, in seconds.</param>
    public TokenScript WithExpiresInAsText(long seconds) =>
        new(Plan with { ExpiresIn = $"\"{seconds}\"", Life = TimeSpan.FromSeconds(seconds) });

    /// <summary>Issues a token that is good for an hour, without <c>expires_in</c>.</summary>
    public TokenScript WithoutExpiresIn() => new(Plan with { ExpiresIn = null, Life = TokenPlan.UsualLife });

    /// <summary>Issues a token that is good for an hour, with any JSON for <c>expires_in</c>.</summary>
    /// <param name="json">The JSON text, such as <c>true</c> or <c>"soon"</c>, quotes included. It is not checked.</param>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    public TokenScript WithExpiresInJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new(Plan with { ExpiresIn = json, Life = TokenPlan.UsualLife });
    }

    /// <summary>Adds a <c>Retry-After</c> header.</summary>
    /// <param name="seconds">The wait that the client is asked for, in seconds.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is negative.</exception>
    public TokenScript WithRetryAfter(int seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        return new(Plan with { RetryAfterSeconds = seconds });
    }

    /// <summary>Waits before it does what it does. The request is recorded first.</summary>
    /// <param name="delay">
    /// The wait, by the endpoint's <see cref="TimeProvider"/>; <see cref="Timeout.InfiniteTimeSpan"/> never answers.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative and not infinite, or more than a day.</exception>
    public TokenScript AfterDelay(TimeSpan delay)
    {
        if (delay != Timeout.InfiniteTimeSpan)
        {
            ScriptTime.ThrowIfOutOfRange(delay);
        }

        return new(Plan with { Delay = delay });
    }

    /// <summary>
    /// Waits for a task before it does what it does, for example one that the test completes. The request is recorded first.
    /// </summary>
    /// <param name="release">The task.</param>
    /// <exception cref="ArgumentNullException"><paramref name="release"/> is null.</exception>
    public TokenScript WhenReleasedBy(Task release)
    {
        ArgumentNullException.ThrowIfNull(release);
        return new(Plan with { Release = release });
    }
}
