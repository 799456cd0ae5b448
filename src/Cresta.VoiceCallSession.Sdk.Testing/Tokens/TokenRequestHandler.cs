using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Testing.Primitives;
using Microsoft.AspNetCore.Http;

namespace Cresta.VoiceCallSession.Sdk.Testing.Tokens;

/// <summary>Receives, records and answers requests for tokens. It outlives a restart. Thread-safe.</summary>
internal sealed class TokenRequestHandler(FakeTokenEndpointOptions options)
{
    private const string BasicScheme = "Basic ";

    private readonly ConcurrentQueue<TokenScript> _next = new();
    private volatile TokenScript _script = options.Script;
    private volatile string _clientSecret = options.ClientSecret;
    private long _clockOffsetTicks;
    private int _count;

    public TokenLedger Ledger { get; } = new(options.TimeProvider);

    public WaitList<RecordedTokenRequest> Requests { get; } = new(typeof(FakeTokenEndpoint));

    public TokenScript Script
    {
        get => _script;
        set => _script = value;
    }

    public string ClientSecret
    {
        get => _clientSecret;
        set => _clientSecret = value;
    }

    public TimeSpan ClockOffset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _clockOffsetTicks));
        set => Interlocked.Exchange(ref _clockOffsetTicks, value.Ticks);
    }

    public void Enqueue(TokenScript script, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _next.Enqueue(script);
        }
    }

    public async Task HandleAsync(HttpContext context)
    {
        var request = await ReadAsync(context).ConfigureAwait(false);
        var plan = (_next.TryDequeue(out var script) ? script : _script).Plan;

        // The timer is there before the request is recorded, so that a test that has seen the request may advance the clock.
        var delay = plan.Delay == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(plan.Delay, options.TimeProvider, context.RequestAborted);
        Requests.Add(request);
        try
        {
            await delay.ConfigureAwait(false);
            await plan.Release.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is nobody to answer.
            return;
        }

        if (plan.AbortsConnection)
        {
            context.Abort();
            return;
        }

        await AnswerAsync(context, plan, request).ConfigureAwait(false);
    }

    private async Task<RecordedTokenRequest> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
        return new RecordedTokenRequest
        {
            Number = Interlocked.Increment(ref _count),
            ReceivedAt = options.TimeProvider.GetUtcNow(),
            Method = context.Request.Method,
            Path = context.Request.Path,
            ContentType = context.Request.ContentType,
            GrantType = GrantTypeIn(body),
            CredentialsMatched = Matches(context.Request.Headers.Authorization),
        };
    }

    private async Task AnswerAsync(HttpContext context, TokenPlan plan, RecordedTokenRequest request)
    {
        var response = context.Response;
        response.Headers.Date = (options.TimeProvider.GetUtcNow() + ClockOffset).ToString("R", CultureInfo.InvariantCulture);
        if (plan is { StatusCode: 200, Body: null })
        {
            var (status, json) = Grant(plan, request);
            response.StatusCode = status;
            response.ContentType = plan.ContentType;
            await response.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        response.StatusCode = plan.StatusCode;
        response.ContentType = plan.ContentType;
        if (plan.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (plan.Location is { } location)
        {
            response.Headers.Location = location.AbsoluteUri;
        }

        await response.WriteAsync(plan.Body ?? string.Empty, context.RequestAborted).ConfigureAwait(false);
    }

    private (int Status, string Json) Grant(TokenPlan plan, RecordedTokenRequest request)
    {
        if (!request.CredentialsMatched)
        {
            return (401, """{"error":"invalid_client"}""");
        }

        if (request.GrantType is not "client_credentials")
        {
            return (400, """{"error":"unsupported_grant_type"}""");
        }

        var expiry = plan.ExpiresIn is null ? string.Empty : $",\"expires_in\":{plan.ExpiresIn}";
        return (200, $"{{\"access_token\":\"{Ledger.Issue(plan.Life)}\",\"token_type\":\"Bearer\"{expiry}}}");
    }

    private bool Matches(string? authorization) =>
        authorization?.StartsWith(BasicScheme, StringComparison.Ordinal) == true
        && authorization[BasicScheme.Length..].Equals(
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ClientId}:{_clientSecret}")), StringComparison.Ordinal);

    private static string? GrantTypeIn(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("grant_type", out var type)
                && type.ValueKind == JsonValueKind.String
                    ? type.GetString()
                    : null;
        }
        catch (JsonException)
        {
            // What is no JSON has no grant type, which is what the record says.
            return null;
        }
    }
}
