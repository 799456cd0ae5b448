using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport.Rest;

/// <summary>What an answer's head and pace can do to a client.</summary>
public sealed class CannedStreamTests
{
    [Fact]
    public async Task S12_The_body_of_an_error_that_never_ends_does_not_hold_the_error_back()
    {
        var done = new TaskCompletionSource();
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await RawRestServer.WriteAsync(context, "{\"error\":{\"code\":7,");
            await done.Task.WaitAsync(CallRig.Watchdog);
        });
        await using var client = server.Connect();
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => RawRestServer.OpenAsync(client));
        done.SetResult();
        Assert.Equal(Grpc.Core.StatusCode.PermissionDenied, failure.StatusCode);
    }

    [Fact]
    public async Task The_body_of_an_error_that_is_endless_is_not_read_to_the_end()
    {
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            var chunk = new string('x', 64 * 1024);
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await RawRestServer.WriteAsync(context, chunk);
            }
        });
        await using var client = server.Connect();
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => RawRestServer.OpenAsync(client));
        Assert.Equal(Grpc.Core.StatusCode.Unavailable, failure.StatusCode);
        Assert.InRange(failure.Message.Length, 1, 1000);
    }

    [Fact]
    public async Task S12_Answers_that_trickle_byte_by_byte_are_answers()
    {
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            foreach (var letter in "{\"result\":{\"sequenceId\":\"1\",\"conversationName\":\"c-1\"}}\r\n")
            {
                await RawRestServer.WriteAsync(context, letter.ToString());
            }

            await RawRestServer.AnswerAllAsync(context);
        });
        await using var client = server.Connect();
        await using var session = await RawRestServer.OpenAsync(client);
        Assert.Equal("c-1", session.ConversationName);
        Assert.Equal(CallOutcome.Completed, (await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).Outcome);
    }

    [Fact]
    public async Task A_server_that_does_not_read_stalls_the_writer_and_its_end_frees_it()
    {
        var stalled = new TaskCompletionSource();
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            await RawRestServer.BeginAsync(context);
            await stalled.Task.WaitAsync(CallRig.Watchdog);
        });
        await using var client = server.Connect(o =>
        {
            o.Audio.FullPolicy = AudioBufferFullPolicy.DropNewest;
            o.Reconnect.Enabled = false;
        });
        await using var session = await RawRestServer.OpenAsync(client);
        while (session.TrySendAudio(CallRig.Ramp(8000), CallRig.Agent) == AudioSendResult.Queued)
        {
            await Task.Yield();
        }

        stalled.SetResult();
        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        Assert.Equal((CallOutcome.Failed, "UNAVAILABLE"), (report.Outcome, report.Attempts[^1].Status));
    }

    [Fact]
    public async Task Aborting_a_call_is_told_to_the_server()
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            await RawRestServer.AnswerAllAsync(context);
        });
        await using var client = server.Connect();
        var session = await RawRestServer.OpenAsync(client);
        await session.DisposeAsync();
        Assert.Equal(CallOutcome.Aborted, (await session.Completion).Outcome);
        await aborted.Task.WaitAsync(CallRig.Watchdog);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task Single_requests_go_in_clear_text_over_whichever_version_the_endpoint_has(HttpProtocols protocols)
    {
        var versions = new List<string>();
        await using var server = await RawRestServer.StartAsync(
            context =>
            {
                versions.Add(context.Request.Protocol);
                return RawRestServer.WriteAsync(context, "{}");
            },
            protocols);
        await using var client = server.Connect();
        for (var i = 0; i < 2; i++)
        {
            await client.ProcessSessionEventAsync("p", SessionEventBuilder.CallStarted("call-1").Build()).WaitAsync(CallRig.Watchdog);
        }

        Assert.Equal(protocols == HttpProtocols.Http1 ? ["HTTP/1.1", "HTTP/1.1"] : ["HTTP/2", "HTTP/2"], versions);
    }

    [Fact]
    public async Task S12_A_page_in_the_place_of_a_stream_is_named_as_such()
    {
        await using var server = await RawRestServer.StartAsync(context =>
        {
            context.Response.ContentType = "text/html";
            return RawRestServer.WriteAsync(context, "<html>Sign in</html>");
        });
        await using var client = server.Connect();
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => RawRestServer.OpenAsync(client));
        Assert.Contains("HTML", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
    }
}
