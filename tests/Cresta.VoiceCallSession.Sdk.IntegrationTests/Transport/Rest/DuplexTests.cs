using System.Text.Json;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport.Rest;

/// <summary>Streams over real HTTP/2, against a server that does exactly what each test says.</summary>
public sealed class DuplexTests
{
    [Fact]
    public async Task Answers_come_while_the_request_goes_on_and_the_call_is_accounted_for()
    {
        var lines = new List<string>();
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            Assert.Equal("HTTP/2", context.Request.Protocol);
            Assert.Equal("/v1/voicecallsession/streamCallSession", context.Request.Path);
            Assert.Equal("application/json", context.Request.ContentType);
            using var reader = new StreamReader(context.Request.Body);
            while (await reader.ReadLineAsync(context.RequestAborted) is { } line)
            {
                lines.Add(line);
                await RawRestServer.AnswerAsync(context, RawRestServer.IdOf(line));
            }
        });
        await using var client = server.Connect();
        await using var session = await RawRestServer.OpenAsync(client);
        var started = await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await session.WaitForAcknowledgementAsync(started).WaitAsync(CallRig.Watchdog);
        var audio = CallRig.Ramp(8000);
        await session.SendAudioAsync(audio, CallRig.Agent);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        Assert.Equal(CallOutcome.Completed, report.Outcome);
        Assert.True(report.NothingLost);
        Assert.Equal(lines.Count, report.SequenceIds.Acknowledged);
        var sent = lines.Select(l => StreamCallSessionRequest.Parser.ParseJson(l)).ToList();
        Assert.Equal("profile-1", sent[0].StreamingConfig.Profile);
        Assert.Equal(audio, sent.Where(m => m.AudioContent is not null).SelectMany(m => m.AudioContent.AudioContent_));
        Assert.All(lines, l => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(l).RootElement.ValueKind));
    }

    [Theory]
    [InlineData("{\"error\":{\"grpc_code\":16,\"http_code\":401,\"message\":\"who are you\",\"http_status\":\"Unauthorized\"}}", 401,
        StatusCode.Unauthenticated, "who are you")]
    [InlineData("{\"error\":{\"code\":7,\"message\":\"not yours\",\"details\":[]}}\n", 403, StatusCode.PermissionDenied, "not yours")]
    [InlineData("{\"error\":\"unexpected EOF\",\"message\":\"unexpected EOF\",\"code\":2}", 500, StatusCode.Unknown, "unexpected EOF")]
    [InlineData("{\"code\":2,\"message\":\"bad json\",\"details\":[]}", 500, StatusCode.Unknown, "bad json")]
    [InlineData("{\"error\":{\"code\":3,\"message\":\"no\"}}", 500, StatusCode.InvalidArgument, "no")]
    [InlineData("Not Found\n", 404, StatusCode.NotFound, "Not Found")]
    [InlineData("", 401, StatusCode.Unauthenticated, "HTTP 401")]
    public async Task A_refusal_before_the_first_answer_is_thrown_by_the_opening(
        string body, int httpStatus, StatusCode expected, string words)
    {
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            context.Response.StatusCode = httpStatus;
            await RawRestServer.WriteAsync(context, body);
        });
        await using var client = server.Connect();
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => RawRestServer.OpenAsync(client));
        Assert.Equal(expected, failure.StatusCode);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public async Task An_error_as_the_last_line_ends_the_call_with_its_status(string newline)
    {
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            await RawRestServer.BeginAsync(context);
            await RawRestServer.WriteAsync(
                context, "{\"error\":{\"grpc_code\":7,\"http_code\":403,\"message\":\"no more\",\"http_status\":\"Forbidden\"}}" + newline);
        });
        await using var client = server.Connect();
        var report = await CallUntilItEndsAsync(client);
        Assert.Equal((CallOutcome.Failed, "PERMISSION_DENIED"), (report.Outcome, report.Attempts[^1].Status));
        Assert.Contains("no more", report.Attempts[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_the_server_ends_well_early_is_a_transient_failure()
    {
        await using var server = await RawRestServer.StartAsync(RawRestServer.BeginAsync);
        await using var client = server.Connect();
        var report = await CallUntilItEndsAsync(client);
        Assert.Equal((CallOutcome.Failed, "UNAVAILABLE"), (report.Outcome, report.Attempts[^1].Status));
    }

    [Fact]
    public async Task A_stream_that_breaks_is_a_transient_failure()
    {
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            await RawRestServer.BeginAsync(context);
            context.Abort();
        });
        await using var client = server.Connect();
        var report = await CallUntilItEndsAsync(client);
        Assert.Equal((CallOutcome.Failed, "UNAVAILABLE"), (report.Outcome, report.Attempts[^1].Status));
    }

    [Fact]
    public async Task Answers_that_stop_coming_are_a_failure_although_the_stream_ends_well()
    {
        var stops = false;
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            while (await reader.ReadLineAsync(context.RequestAborted) is { } line)
            {
                if (!stops || !line.Contains("CALL_ENDED", StringComparison.Ordinal))
                {
                    await RawRestServer.AnswerAsync(context, RawRestServer.IdOf(line));
                }
            }
        });
        await using var client = server.Connect();

        // Two calls whose end is acknowledged are the evidence that this server acknowledges ends.
        for (var call = 0; call < 2; call++)
        {
            await using var before = await RawRestServer.OpenAsync(client);
            Assert.Equal(CallOutcome.Completed, (await before.EndCallAsync().WaitAsync(CallRig.Watchdog)).Outcome);
        }

        stops = true;
        await using var session = await RawRestServer.OpenAsync(client);
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal((CallOutcome.Failed, "UNAVAILABLE"), (report.Outcome, report.Attempts[^1].Status));
        Assert.Contains("without an answer", report.Attempts[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_answers_nothing_but_the_last_event_is_believed()
    {
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            while (await reader.ReadLineAsync(context.RequestAborted) is { } line)
            {
                if (line.Contains("CALL_STARTED", StringComparison.Ordinal))
                {
                    await RawRestServer.AnswerAsync(context, RawRestServer.IdOf(line));
                }
            }
        });
        await using var client = server.Connect(o => o.OpenConfirmationTimeout = TimeSpan.Zero);
        await using var session = await RawRestServer.OpenAsync(client);
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await session.SendAudioAsync(CallRig.Ramp(1600), CallRig.Agent);
        var report = await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal(CallOutcome.Completed, report.Outcome);
    }

    [Fact]
    public async Task A_line_over_the_limit_ends_the_attempt_and_is_not_tried_again()
    {
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            await RawRestServer.WriteAsync(context, "{\"result\":{\"conversationName\":\"");
            for (var i = 0; i < 64; i++)
            {
                await RawRestServer.WriteAsync(context, new string('x', 1024));
            }
        });
        await using var client = server.Connect(o => o.Http.MaxResponseLineBytes = 4096);
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => RawRestServer.OpenAsync(client));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.False(failure.IsTransient);
        Assert.Contains("MaxResponseLineBytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_are_neither_result_nor_error_are_skipped()
    {
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            await RawRestServer.WriteAsync(context, "\uFEFF\r\n{\"heartbeat\":true}\nnot json\n{\"result\":5}\r\n");
            await RawRestServer.AnswerAllAsync(context);
        });
        await using var client = server.Connect();
        await using var session = await RawRestServer.OpenAsync(client);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal((CallOutcome.Completed, 2), (report.Outcome, report.SequenceIds.Acknowledged));
    }

    [Fact]
    public async Task The_credential_travels_as_a_header()
    {
        string? authorization = null;
        await using var server = await RawRestServer.StartAsync(context =>
        {
            authorization = context.Request.Headers.Authorization;
            return RawRestServer.AnswerAllAsync(context);
        });
        await using var client = server.Connect(o => o.Credential = CrestaCredential.FromAccessToken(_ => ValueTask.FromResult("token-1")));
        await using var session = await RawRestServer.OpenAsync(client);
        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal("Bearer token-1", authorization);
    }

    [Fact]
    public async Task Three_hundred_calls_at_once_end_with_the_status_of_a_server_that_fails_early()
    {
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await RawRestServer.WriteAsync(
                context, "{\"error\":{\"grpc_code\":7,\"http_code\":403,\"message\":\"no\",\"http_status\":\"Forbidden\"}}");
        });
        await using var client = server.Connect(o => o.OpenConfirmationTimeout = TimeSpan.Zero);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => EndOfCallAsync(client))).WaitAsync(CallRig.Watchdog * 2);
        Assert.All(statuses, s => Assert.Equal("PERMISSION_DENIED", s));
    }

    [Fact]
    public async Task Three_hundred_calls_that_fail_in_the_middle_end_with_a_status_each()
    {
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            await RawRestServer.AnswerAsync(context, "1");
            await RawRestServer.WriteAsync(context, "{\"error\":{\"code\":7,\"message\":\"no\"}}");
        });
        await using var client = server.Connect(o => o.OpenConfirmationTimeout = TimeSpan.Zero);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => EndOfCallAsync(client))).WaitAsync(CallRig.Watchdog * 2);
        Assert.All(statuses, s => Assert.Contains(s, (string[])["PERMISSION_DENIED", "UNAVAILABLE"]));
        Assert.Contains("PERMISSION_DENIED", statuses);
    }

    private static async Task<string> EndOfCallAsync(VoiceCallSessionClient client)
    {
        try
        {
            return (await CallUntilItEndsAsync(client)).Attempts[^1].Status;
        }
        catch (VoiceCallSessionException e)
        {
            return e.StatusCode switch
            {
                StatusCode.PermissionDenied => "PERMISSION_DENIED",
                StatusCode.Unavailable => "UNAVAILABLE",
                _ => e.Message,
            };
        }
    }

    private static async Task<CallReport> CallUntilItEndsAsync(VoiceCallSessionClient client)
    {
        await using var session = await RawRestServer.OpenAsync(client);
        try
        {
            while (!session.Completion.IsCompleted)
            {
                await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
                await Task.Yield();
            }
        }
        catch (VoiceCallSessionException)
        {
            // The report says how it ended.
        }

        return await session.Completion.WaitAsync(CallRig.Watchdog * 2);
    }
}
