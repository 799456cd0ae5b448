using System.Collections.Concurrent;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport.Rest;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport;

/// <summary>gRPC first, REST where the endpoint shows that it does not speak gRPC, and never back and forth.</summary>
public sealed class AutoTransportTests
{
    [Theory]
    [InlineData(404, "text/plain")]
    [InlineData(405, "text/plain")]
    [InlineData(415, "application/json")]
    [InlineData(200, "application/json")]
    public async Task An_endpoint_without_gRPC_gets_REST_within_the_same_opening_and_for_good(int status, string contentType)
    {
        var requests = new ConcurrentQueue<string>();
        await using var server = await RawRestServer.StartAsync(Gateway(requests, context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            return Task.CompletedTask;
        }));
        using var log = new LogRecorder();
        await using var client = server.Connect(o => o.LoggerFactory = log, VoiceCallSessionTransport.Auto);
        for (var i = 0; i < 2; i++)
        {
            await using var session = await RawRestServer.OpenAsync(client);
            await session.SendAudioAsync(CallRig.Ramp(1600), CallRig.Agent);
            var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
            Assert.Equal(CallOutcome.Completed, report.Outcome);
            Assert.True(report.NothingLost);
            Assert.Single(report.Attempts);
        }

        await client.ProcessSessionEventAsync("p", SessionEventBuilder.CallStarted("call-1").Build()).WaitAsync(CallRig.Watchdog);
        Assert.Equal(["grpc", "rest", "rest", "rest"], requests);
        var (id, text) = Assert.Single(log.Of("SwitchedToRest"));
        Assert.Equal((1001, "SwitchedToRest"), (id.Id, id.Name));
        Assert.Contains($"HTTP {status}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UNIMPLEMENTED_for_the_service_shows_it_too_also_to_a_single_request()
    {
        var requests = new ConcurrentQueue<string>();
        await using var server = await RawRestServer.StartAsync(Gateway(requests, context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "12";
            return Task.CompletedTask;
        }));
        await using var client = server.Connect(transport: VoiceCallSessionTransport.Auto);
        await client.ProcessSessionEventAsync("p", SessionEventBuilder.CallStarted("call-1").Build()).WaitAsync(CallRig.Watchdog);
        Assert.Equal(["grpc", "rest"], requests);
    }

    [Fact]
    public async Task An_endpoint_with_HTTP_1_1_only_gets_REST_for_what_that_can_carry()
    {
        await using var server = await RawRestServer.StartAsync(context => RawRestServer.WriteAsync(context, "{}"), HttpProtocols.Http1);
        using var log = new LogRecorder();
        await using var client = server.Connect(
            o =>
            {
                o.LoggerFactory = log;

                // The server's refusal may be lost with the connection that it closes; what is left is a broken connection, which tells
                // nothing.
                o.Retry.MaxRetryAttempts = 20;
                o.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
            },
            VoiceCallSessionTransport.Auto);
        await client.ProcessSessionEventAsync("p", SessionEventBuilder.CallStarted("call-1").Build()).WaitAsync(CallRig.Watchdog);
        Assert.Contains("HTTP/1.1", Assert.Single(log.Of("SwitchedToRest")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_that_open_at_once_all_get_through_and_one_decision_is_logged()
    {
        await using var server = await RawRestServer.StartAsync(Gateway([], context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }));
        using var log = new LogRecorder();
        await using var client = server.Connect(
            o => (o.LoggerFactory, o.DuplicateCallIds) = (log, DuplicateCallIdPolicy.Allow), VoiceCallSessionTransport.Auto);
        var reports = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await using var session = await RawRestServer.OpenAsync(client);
            return await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        }));
        Assert.All(reports, r => Assert.Equal(CallOutcome.Completed, r.Outcome));
        Assert.Single(log.Of("SwitchedToRest"));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(401)]
    [InlineData(429)]
    public async Task What_a_proxy_may_say_in_front_of_gRPC_decides_nothing(int status)
    {
        var requests = new ConcurrentQueue<string>();
        await using var server = await RawRestServer.StartAsync(Gateway(requests, context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "7";
            return Task.CompletedTask;
        }));
        await using var client = server.Connect(transport: VoiceCallSessionTransport.Auto);
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => RawRestServer.OpenAsync(client));
        Assert.Equal(TimeSpan.FromSeconds(7), failure.RetryAfter);
        Assert.Equal(["grpc"], requests);
    }

    [Fact]
    public async Task A_server_that_speaks_gRPC_keeps_it_whatever_comes_later()
    {
        var requests = new ConcurrentQueue<string>();
        var first = true;
        await using var server = await RawRestServer.StartAsync(Gateway(requests, context =>
        {
            if (first)
            {
                first = false;
                context.Response.ContentType = "application/grpc";
                context.Response.Headers["grpc-status"] = "7";
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            }

            return Task.CompletedTask;
        }));
        await using var client = server.Connect(transport: VoiceCallSessionTransport.Auto);
        Assert.Equal(StatusCode.PermissionDenied,
            (await Assert.ThrowsAsync<VoiceCallSessionException>(() => RawRestServer.OpenAsync(client))).StatusCode);
        Assert.Equal(StatusCode.Unimplemented,
            (await Assert.ThrowsAsync<VoiceCallSessionException>(() => RawRestServer.OpenAsync(client))).StatusCode);
        Assert.Equal(["grpc", "grpc"], requests);
    }

    [Fact]
    public async Task A_fake_server_is_spoken_to_in_gRPC_and_nothing_is_logged()
    {
        using var log = new LogRecorder();
        await using var rig = await CallRig.StartAsync(VoiceCallSessionTransport.Auto, o => o.LoggerFactory = log);
        await using var session = await rig.OpenAsync();
        Assert.Equal(CallOutcome.Completed, (await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).Outcome);
        (await rig.RecordAsync()).ShouldHaveEndedWith(StatusCode.OK);
        Assert.Empty(log.Of("SwitchedToRest"));
    }

    private static RequestDelegate Gateway(ConcurrentQueue<string> requests, RequestDelegate onGrpc) => context =>
    {
        var isGrpc = context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
        requests.Enqueue(isGrpc ? "grpc" : "rest");
        return isGrpc ? onGrpc(context)
            : context.Request.Path.Value!.EndsWith(":process", StringComparison.Ordinal) ? RawRestServer.WriteAsync(context, "{}")
            : RawRestServer.AnswerAllAsync(context);
    };
}
