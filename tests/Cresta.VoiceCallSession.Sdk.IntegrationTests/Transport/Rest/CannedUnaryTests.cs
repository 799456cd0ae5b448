using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport.Rest;

/// <summary>Single requests against canned answers, over HTTP/1.1: what the documented exchange is, and every way it fails.</summary>
public sealed class CannedUnaryTests : IDisposable
{
    private const string Path = "/v1/voicecallsession/profile-1/sessionEvent:process";

    private readonly WireMockServer _server = WireMockServer.Start();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task The_documented_exchange_succeeds_over_HTTP_1_1()
    {
        Answer(200, "application/json", "{}");
        await SendAsync();

        var request = Assert.Single(_server.LogEntries).RequestMessage!;
        Assert.Equal(("POST", Path), (request.Method, request.Path));
        Assert.Equal("Bearer token-1", request.Headers!["Authorization"].Single());
        Assert.Equal("application/json", request.Headers["Content-Type"].Single());
        Assert.Equal("{ \"sessionEvent\": { \"eventType\": \"CALL_STARTED\", \"platformCallId\": \"call-1\" } }", request.Body);
    }

    [Theory]
    [InlineData(200, "{\"unknownField\":[1,{}]}\n")]
    [InlineData(200, "\uFEFF{}")]
    [InlineData(201, " {} ")]
    [InlineData(200, "")]
    [InlineData(200, " \r\n")]
    public async Task S13_Answers_are_read_leniently(int status, string body)
    {
        Answer(status, "text/plain", body);
        await SendAsync();
    }

    [Theory]
    [InlineData(400, "application/json", "{\"error\":\"m\",\"message\":\"m\",\"code\":3}", StatusCode.InvalidArgument, "m")]
    [InlineData(401, "application/json", "{\"code\":16,\"message\":\"m\",\"details\":[]}", StatusCode.Unauthenticated, "m")]
    [InlineData(404, "text/plain; charset=utf-8", "Not Found\n", StatusCode.NotFound, "Not Found")]
    [InlineData(405, "text/plain", "Method Not Allowed\n", StatusCode.Unimplemented, "HTTP 405")]
    [InlineData(501, "application/json", "{\"code\":12,\"message\":\"Method Not Allowed\",\"details\":[]}", StatusCode.Unimplemented,
        "Method Not Allowed")]
    [InlineData(502, "text/html", "<html><h1>502 Bad Gateway</h1></html>", StatusCode.Unavailable, "HTML")]
    [InlineData(200, "text/html", "<html>Sign in to the network</html>", StatusCode.Unknown, "HTML")]
    [InlineData(200, "application/json", "OK", StatusCode.Internal, "no JSON object")]
    [InlineData(200, "application/json", "[]", StatusCode.Internal, "no JSON object")]
    public async Task S13_Every_other_answer_is_a_typed_failure(
        int status, string contentType, string body, StatusCode expected, string words)
    {
        Answer(status, contentType, body);
        var failure = await FailAsync();
        Assert.True(expected == failure.StatusCode, failure.ToString());
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, failure.Attempts);
    }

    [Fact]
    public async Task Details_arrive_typed()
    {
        Answer(400, "application/json", "{\"code\":3,\"message\":\"m\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":[{\"field\":\"f\",\"description\":\"d\"}]}]}");
        Assert.Equal("f", (await FailAsync()).GetDetail<BadRequest>()!.FieldViolations.Single().Field);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var elsewhere = WireMockServer.Start();
        elsewhere.Given(Request.Create()).RespondWith(Response.Create().WithBody("{}"));
        _server.Given(Request.Create()).RespondWith(Response.Create().WithStatusCode(307).WithHeader("Location", elsewhere.Url! + Path));
        var failure = await FailAsync();
        Assert.Contains("not followed", failure.Message, StringComparison.Ordinal);
        Assert.Contains(elsewhere.Url!, failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.Empty(elsewhere.LogEntries);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Thu, 29 Feb 2024 12:00:20 GMT", 20)]
    public async Task Retry_After_is_told_by_the_client_s_clock(string value, int seconds)
    {
        _server.Given(Request.Create()).RespondWith(Response.Create().WithStatusCode(503).WithHeader("Retry-After", value));
        var time = new FakeTimeProvider(new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero));
        var failure = await FailAsync(o => o.TimeProvider = time);
        Assert.Equal(TimeSpan.FromSeconds(seconds), failure.RetryAfter);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task A_failure_that_may_pass_is_tried_again_and_succeeds()
    {
        const string State = "up";
        _server.Given(Request.Create()).InScenario("restart").WillSetStateTo(State).RespondWith(
            Response.Create().WithStatusCode(503).WithHeader("Retry-After", "0"));
        _server.Given(Request.Create()).InScenario("restart").WhenStateIs(State).RespondWith(Response.Create().WithBody("{}"));
        await SendAsync(o => o.Retry.MaxRetryAttempts = 2);
        Assert.Equal(2, _server.LogEntries.Count);
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_ends_with_the_client_s_deadline()
    {
        _server.Given(Request.Create()).RespondWith(Response.Create().WithBody("{}").WithDelay(CallRig.Watchdog));
        var failure = await FailAsync(o => o.RequestTimeout = TimeSpan.FromMilliseconds(200));
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Fact]
    public async Task An_answer_over_the_limit_is_refused()
    {
        Answer(200, "application/json", $"{{\"x\":\"{new string('x', 5000)}\"}}");
        var failure = await FailAsync(o => o.Http.MaxResponseLineBytes = 4096);
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public async Task A_stream_over_HTTP_1_1_fails_at_once_and_says_what_it_needs()
    {
        // A refusal that is lost with its connection is tried again, and the one that arrives ends the matter.
        await using var client = Connect(o =>
        {
            o.Retry.MaxRetryAttempts = 20;
            o.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        });
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => RawRestServer.OpenAsync(client));
        Assert.Contains("Streams over REST need HTTP/2", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
    }

    private void Answer(int status, string contentType, string body) =>
        _server.Given(Request.Create()).RespondWith(
            Response.Create().WithStatusCode(status).WithHeader("Content-Type", contentType).WithBody(body));

    private VoiceCallSessionClient Connect(Action<VoiceCallSessionClientOptions>? configure) =>
        RawRestServer.Connect(new Uri(_server.Url!), o =>
    {
        o.Credential = CrestaCredential.FromAccessToken(_ => ValueTask.FromResult("token-1"));
        configure?.Invoke(o);
    });

    private async Task SendAsync(Action<VoiceCallSessionClientOptions>? configure = null)
    {
        await using var client = Connect(configure);
        await client.ProcessSessionEventAsync("profile-1", SessionEventBuilder.CallStarted("call-1").Build()).WaitAsync(CallRig.Watchdog);
    }

    private Task<VoiceCallSessionException> FailAsync(Action<VoiceCallSessionClientOptions>? configure = null) =>
        Assert.ThrowsAsync<VoiceCallSessionException>(() => SendAsync(configure));
}
