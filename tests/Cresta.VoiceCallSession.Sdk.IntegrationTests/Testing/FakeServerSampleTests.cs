using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using FakeServer;
using Grpc.Core;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.RawMessages;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public sealed class FakeServerSampleTests : IDisposable
{
    private const int BadUsage = 2;

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData]
    [InlineData("--tls")]
    [InlineData("--tokens")]
    public async Task A_stop_while_it_starts_exits_with_0(params string[] args)
    {
        using var stop = new CancellationTokenSource();
        var error = new CancelingWriter(stop);
        Assert.Equal(0, await FakeServerCommand.RunAsync(args, TextWriter.Null, error, stop.Token).Guarded());
        Assert.Equal(
            0, await FakeServerCommand.RunAsync(args, TextWriter.Null, TextWriter.Null, new CancellationToken(canceled: true)).Guarded());
    }

    [Fact]
    public async Task Prints_each_ended_call_as_json_and_exits_after_n()
    {
        await using var sample = new RunningSample(
            "--port", "0", "--exit-after", "2", "--status-after", "2:UNAVAILABLE", "--answer-every", "2");
        var (channel, client) = await sample.ConnectAsync();
        using (channel)
        {
            for (var i = 0; i < 2; i++)
            {
                using var stream = RawStream.Open(CallMethod.StreamCallSession, client);
                await stream.SendAsync(Config($"c{i}"));
                await stream.SendAsync(AudioOf(Agent, 1));
                Assert.Equal("2", (await stream.ReadAsync())!.SequenceId);
                Assert.Equal(StatusCode.Unavailable, (await stream.ReadToFailureAsync()).StatusCode);
                using var json = JsonDocument.Parse(await sample.OutputLineAsync());
                Assert.Equal($"c{i}", json.RootElement.GetProperty("platformCallId").GetString());
                Assert.Equal("Unavailable", json.RootElement.GetProperty("status").GetProperty("code").GetString());
            }

            Assert.Equal(0, await sample.Exit.Guarded());
        }
    }

    [Fact]
    public async Task Stops_with_0_when_it_is_told_to()
    {
        await using var sample = new RunningSample("--require-auth", "ApiKey secret");
        var (channel, client) = await sample.ConnectAsync();
        using (channel)
        {
            using var stream = RawStream.Open(CallMethod.StreamCallSession, client);
            Assert.Equal(StatusCode.Unauthenticated, (await stream.ReadToFailureAsync()).StatusCode);
        }

        await sample.StopAsync();

        Assert.Equal(0, await sample.Exit.Guarded());
    }

    [Fact]
    public async Task Issues_tokens_and_takes_only_them()
    {
        await using var sample = new RunningSample("--tokens");
        var tokens = new Uri((await sample.ErrorLineAsync())["tokens at ".Length..]);
        var (channel, client) = await sample.ConnectAsync();
        using (channel)
        {
            using (var stream = RawStream.Open(CallMethod.StreamCallSession, client))
            {
                Assert.Equal(StatusCode.Unauthenticated, (await stream.ReadToFailureAsync()).StatusCode);
            }

            using var credential = CrestaCredential.FromClientCredentials("client-1", "secret-1", tokens);
            await using var caller = new VoiceCallSessionClient(new Uri($"http://{channel.Target}"), credential);
            await caller.ProcessSessionEventAsync("profile-1", SessionEventBuilder.CallStarted("call-1").Build()).Guarded();
        }
    }

    [Fact]
    public async Task Tokens_and_a_required_header_exclude_each_other()
    {
        await using var sample = new RunningSample("--tokens", "--require-auth", "ApiKey secret");

        Assert.Equal(BadUsage, await sample.Exit.Guarded());
        Assert.Equal("--tokens and --require-auth exclude each other; give one of them.", await sample.ErrorLineAsync());
    }

    [Fact]
    public async Task Prints_the_certificate_with_tls()
    {
        await using var sample = new RunningSample("--tls");

        Assert.StartsWith("listening on https://127.0.0.1:", await sample.ErrorLineAsync(), StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", await sample.ErrorLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Speaks_rest_as_its_flags_say()
    {
        await using var sample = new RunningSample("--rest-style", "v1", "--retry-after", "7", "--rest-only", "--buffer-answers",
            "--status-after", "1:UNAVAILABLE", "--never-answer");
        var (channel, client) = await sample.ConnectAsync();
        using var disposeChannel = channel;
        using var http = new HttpClient();

        using var response = await http.PostAsync(
            $"http://{channel.Target}/v1/voicecallsession/streamCallSession", new StringContent(
                "{\"streamingConfig\":{\"profile\":\"p\"}}")).Guarded();

        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Contains("\"grpc_code\":14", await response.Content.ReadAsStringAsync().Guarded(), StringComparison.Ordinal);
        using var refused = RawStream.Open(CallMethod.StreamCallSession, client);
        Assert.Equal(StatusCode.Unimplemented, (await refused.ReadToFailureAsync()).StatusCode);
    }

    [Fact]
    public async Task Follows_a_script_file()
    {
        await File.WriteAllTextAsync(_file, """
            {
              // two attempts, and then it behaves
              "next": [{"times": 2, "endWithStatus": {"after": 0, "status": {"code": "UNAVAILABLE", "retryDelayMs": 50, "trailers": {"grpc-retry-pushback-ms": "50"}}}}],
              "script": {"failMessages": [{"message": 2, "status": {"code": "8", "message": "busy"}}], "conversationName": "n", "repeatAnswers": 2, "goAwayAfter": 1},
              "calls": {"mine": {"answerEvery": 2, "endAfter": 2}},
              "unary": {"status": {"code": "PermissionDenied"}},
              "nextUnary": [{"delayMs": 0}],
            }
            """);
        await using var sample = new RunningSample("--script", _file);
        var (channel, client) = await sample.ConnectAsync();
        using var disposeChannel = channel;
        for (var i = 0; i < 2; i++)
        {
            using var failing = RawStream.Open(CallMethod.StreamCallSession, client);
            var failure = await failing.ReadToFailureAsync();
            Assert.Equal("50", failure.Trailers.GetValue("grpc-retry-pushback-ms"));
            Assert.NotNull(failure.GetRpcStatus()!.GetDetail<Google.Rpc.RetryInfo>());
        }

        Assert.Equal(["1 n OK", "1 n OK", "2 n ResourceExhausted", "2 n ResourceExhausted"], await CallAsync(client, "other"));
        Assert.Equal(["2 profiles/p1/conversations/1 OK"], await CallAsync(client, "mine"));
        var unary = new ProcessSessionEventRequest { Profile = "p", SessionEvent = new SessionEvent() };
        await client.ProcessSessionEventAsync(unary).ResponseAsync.Guarded();
        var refused = await Assert.ThrowsAsync<RpcException>(() => client.ProcessSessionEventAsync(unary).ResponseAsync.Guarded());
        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
    }

    [Theory]
    [InlineData("""{"scrip": {}}""", "scrip")]
    [InlineData("""{"script": {"answerEvery": "2"}}""", "answerEvery")]
    [InlineData("""{"script": {"answerEvery": 0}}""", "from 1|greater than or equal")]
    [InlineData("""{"script": {"endWithStatus": {"after": 1}}}""", "status")]
    [InlineData("""{"script": {"endWithStatus": {"after": 1, "status": {"code": "NOPE"}}}}""", "NOPE")]
    [InlineData("""{"script": {"reset": {"after": 1, "errorCode": "NOPE"}}}""", "NOPE")]
    [InlineData("""{"next": [{"times": 0}]}""", "times")]
    [InlineData("null", "null")]
    [InlineData("", "not right")]
    public async Task A_script_file_that_is_wrong_is_bad_usage(string json, string expected)
    {
        await File.WriteAllTextAsync(_file, json);
        await using var sample = new RunningSample("--script", _file);

        Assert.Equal(BadUsage, await sample.Exit.Guarded());
        Assert.Matches(expected, await sample.ErrorLineAsync());
    }

    [Theory]
    [InlineData("--nonsense", "--nonsense")]
    [InlineData("--port 65536", "--port")]
    [InlineData("--port x", "--port")]
    [InlineData("--exit-after 0", "--exit-after")]
    [InlineData("--answer-every 0", "--answer-every")]
    [InlineData("--status-after 5", "--status-after")]
    [InlineData("--status-after 5:NOPE", "NOPE")]
    [InlineData("--status-after -1:OK", "--status-after")]
    [InlineData("--rest-style v3", "v3")]
    [InlineData("--retry-after -1", "--retry-after")]
    [InlineData("--script no-such-file.json", "no-such-file.json")]
    [InlineData("--script no-such-file.json --never-answer", "--never-answer")]
    public async Task Bad_usage_is_2_and_says_what_is_wrong(string arguments, string expected)
    {
        await using var sample = new RunningSample(arguments.Split(' '));

        Assert.Equal(BadUsage, await sample.Exit.Guarded());
        Assert.Contains(expected, await sample.ErrorLineAsync(), StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> CallAsync(VoiceCallSessionService.VoiceCallSessionServiceClient client, string callId)
    {
        using var stream = RawStream.Open(CallMethod.StreamCallSession, client);
        await stream.SendAsync(Config(callId));
        await stream.SendAsync(AudioOf(Agent, 1));
        return (await stream.CompleteAsync()).Select(answer => $"{answer.SequenceId} {answer.ConversationName} {answer.Code}");
    }
}
