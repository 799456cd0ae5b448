using Grpc.Core;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport.Rest;

/// <summary>
/// The error body of the gateway in front of a sibling service, byte for byte: its code is UNKNOWN whatever went wrong, a wrong path
/// included. The code of the body stays the status; the HTTP status decides about the advice.
/// </summary>
public sealed class GatewayErrorTests
{
    private const string Body = """{"code":2,"httpStatus":500,"message":"no such route","status":"UNKNOWN"}""";

    private const string CheckPath =
        "Check that the endpoint is the service's own address, and for a single event the profile, which is part of the path: an id, or"
        + " customers/<customer>/profiles/<profile>.";

    public static TheoryData<int, string> Refusals => new()
    {
        { 405, $"HTTP 405 means a wrong path or method. {CheckPath}" },
        { 404, $"HTTP 404 means a wrong path. {CheckPath}" },
        { 500, "If it persists, report it to the service's operator with this message." },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task A_single_event_over_HTTP_1_1_fails_with_the_advice_for_its_HTTP_status(int httpStatus, string advice)
    {
        using var server = WireMockServer.Start();
        var answer = Response.Create().WithStatusCode(httpStatus).WithHeader("Content-Type", "application/json").WithBody(Body);
        server.Given(Request.Create()).RespondWith(answer);
        await using var client = RawRestServer.Connect(new Uri(server.Url!), RetryAtOnce);
        AssertIs(await SendAsync(client), "Sending the event", advice);
        Assert.Single(server.LogEntries);
    }

    [Theory, MemberData(nameof(Refusals))]
    public async Task A_single_event_over_HTTP_2_fails_with_the_advice_for_its_HTTP_status(int httpStatus, string advice)
    {
        await using var server = await RefusingAsync(httpStatus);
        await using var client = server.Connect(RetryAtOnce);
        AssertIs(await SendAsync(client), "Sending the event", advice);
    }

    [Theory, MemberData(nameof(Refusals))]
    public async Task The_opening_of_a_stream_fails_with_the_advice_for_its_HTTP_status(int httpStatus, string advice)
    {
        await using var server = await RefusingAsync(httpStatus);
        await using var client = server.Connect(RetryAtOnce);
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => RawRestServer.OpenAsync(client));
        AssertIs(failure, "Opening the call", advice);
    }

    [Fact]
    public async Task As_the_last_line_of_a_stream_it_is_the_status_of_the_end()
    {
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            await RawRestServer.BeginAsync(context);
            await RawRestServer.WriteAsync(context, $"{{\"error\":{Body}}}\n");
        });
        await using var client = server.Connect();
        await using var session = await RawRestServer.OpenAsync(client);
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        Assert.Equal("UNKNOWN", report.Attempts[^1].Status);
        Assert.Contains("no such route", report.Attempts[^1].Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong path", report.Failure!.Message, StringComparison.Ordinal);
    }

    private static void RetryAtOnce(VoiceCallSessionClientOptions options)
    {
        options.Retry.MaxRetryAttempts = 3;
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
    }

    private static Task<RawRestServer> RefusingAsync(int httpStatus) => RawRestServer.StartAsync(context =>
    {
        context.Response.StatusCode = httpStatus;
        context.Response.ContentType = "application/json";
        return RawRestServer.WriteAsync(context, Body);
    });

    private static Task<VoiceCallSessionException> SendAsync(VoiceCallSessionClient client)
    {
        var sessionEvent = SessionEventBuilder.CallStarted("call-1").Build();
        var sending = client.ProcessSessionEventAsync("profile-1", sessionEvent).WaitAsync(CallRig.Watchdog);
        return Assert.ThrowsAsync<VoiceCallSessionException>(() => sending);
    }

    private static void AssertIs(VoiceCallSessionException failure, string operation, string advice)
    {
        Assert.Equal((StatusCode.Unknown, 2, "no such route"), (failure.StatusCode, failure.Status.Code, failure.Status.Message));
        Assert.Equal((1, false, null), (failure.Attempts, failure.IsTransient, failure.RetryAfter));
        var endpoint = failure.Endpoint!.GetLeftPart(UriPartial.Authority);
        var start = $"{operation} failed with UNKNOWN: no such route (endpoint {endpoint}, attempt 1, after ";
        Assert.StartsWith(start, failure.Message, StringComparison.Ordinal);
        Assert.Contains($" s). {advice}", failure.Message, StringComparison.Ordinal);
    }
}
