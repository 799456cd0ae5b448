using Cresta.VoiceCallSession.Sdk.Testing;
using Google.Rpc;
using Grpc.Core;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.RawMessages;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public class CallScriptEndingTests : FakeServerTest
{
    [Theory]
    [InlineData(CallMethod.StreamCallSession, 1)]
    [InlineData(CallMethod.StreamCallSession, 3)]
    [InlineData(CallMethod.StreamCallSessionAudio, 2)]
    public async Task Ends_with_a_status_after_n_messages_that_are_answered(CallMethod method, int n)
    {
        Server.Script = CallScript.Answering().EndWithStatus(StatusCode.Unavailable, n);
        using var stream = Client.Open(method);
        await SendAsync(stream, n);

        for (var i = 0; i < n; i++)
        {
            Assert.NotNull(await stream.ReadAsync());
        }

        Assert.Equal(StatusCode.Unavailable, (await stream.ReadToFailureAsync()).StatusCode);
        var call = (await Server.WaitForCallAsync("c").Guarded()).ShouldHaveEndedWith(StatusCode.Unavailable);
        Assert.Equal((n, false, CallEnding.EndedByServer), (call.MessageCount, call.ClientHalfClosed, call.Ending));
    }

    [Fact]
    public async Task Ends_with_a_status_before_anything_is_read()
    {
        Server.Script = CallScript.Answering().EndWithStatus(StatusCode.ResourceExhausted, 0);
        using var stream = Client.Open();

        Assert.Equal(StatusCode.ResourceExhausted, (await stream.ReadToFailureAsync()).StatusCode);
        Assert.Equal(0, (await Server.WaitForCallsAsync(1).Guarded())[0].MessageCount);
    }

    [Fact]
    public async Task A_status_carries_message_retry_info_and_details_and_trailers_over_grpc_as_rest_has_none()
    {
        var status = new ScriptedStatus(StatusCode.Unavailable, "gone")
            .WithRetryInfo(TimeSpan.FromMilliseconds(1500))
            .WithDetail(new ErrorInfo { Reason = "R" })
            .WithRetryPushback(TimeSpan.FromMilliseconds(250))
            .WithTrailer("x-more", "yes");
        Server.Script = CallScript.Answering().EndWithStatus(status, 1);
        using var stream = Client.Open();
        await SendAsync(stream, 1);

        var failure = await stream.ReadToFailureAsync();

        Assert.Equal("gone", failure.Status.Detail);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), failure.GetRpcStatus()!.GetDetail<RetryInfo>()!.RetryDelay.ToTimeSpan());
        Assert.Equal("R", failure.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
        Assert.Equal(Transport == CallTransport.Grpc ? "250" : null, failure.Trailers.GetValue("grpc-retry-pushback-ms"));
        Assert.Equal(Transport == CallTransport.Grpc ? "yes" : null, failure.Trailers.GetValue("x-more"));
    }

    [Fact]
    public async Task Ends_early_and_well_while_the_client_is_sending()
    {
        Server.Script = CallScript.Answering().EndAfter(2);
        using var stream = Client.Open();
        await SendAsync(stream, 2);

        Assert.Equal(2, (await stream.ReadToEndAsync()).Count);

        var call = (await Server.WaitForCallAsync("c").Guarded()).ShouldHaveEndedWith(StatusCode.OK);
        Assert.Equal((CallEnding.EndedByServer, false), (call.Ending, call.ClientHalfClosed));
    }

    [Theory]
    [InlineData(Http2ErrorCode.InternalError, StatusCode.Internal)]
    [InlineData(Http2ErrorCode.Cancel, StatusCode.Cancelled)]
    [InlineData(Http2ErrorCode.EnhanceYourCalm, StatusCode.ResourceExhausted)]
    public async Task Resets_the_stream_and_leaves_the_connection(Http2ErrorCode errorCode, StatusCode seen)
    {
        Server.ScriptNext(CallScript.Answering().ResetAfter(2, errorCode));
        using var stream = Client.Open();
        await SendAsync(stream, 2);

        Assert.Equal(seen, (await stream.ReadToFailureAsync()).StatusCode);

        var call = await Server.WaitForCallAsync("c").Guarded();
        Assert.Equal((CallEnding.ResetByServer, 2L), (call.Ending, call.MessageCount));
        Assert.Null(call.Status);
        using var next = await Client.OpenAnsweredAsync("d");
        Assert.Equal(1, Server.ConnectionCount);
    }

    [Fact]
    public async Task Aborts_the_connection_with_all_its_streams()
    {
        using var neighbour = await Client.OpenAnsweredAsync("neighbour");
        Server.ScriptNext(CallScript.Answering().AbortConnectionAfter(2));
        using var stream = Client.Open();
        await SendAsync(stream, 2);

        Assert.NotEqual(StatusCode.OK, (await stream.ReadToFailureAsync()).StatusCode);

        await neighbour.ReadToFailureAsync();
        Assert.Equal(CallEnding.ConnectionAbortedByServer, (await Server.WaitForCallAsync("c").Guarded()).Ending);
        Assert.Equal(CallEnding.ClientBrokeOff, (await Server.WaitForCallAsync("neighbour").Guarded()).Ending);
        using var next = await Client.OpenAnsweredAsync("next");
        Assert.Equal(2, Server.ConnectionCount);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(0, true)]
    public async Task Goaway_lets_the_stream_go_on_and_sends_the_next_to_a_new_connection(int n, bool ofCall)
    {
        var script = CallScript.Answering().GoAwayAfter(n);
        if (ofCall)
        {
            Server.ScriptFor("c", script);
        }
        else
        {
            Server.ScriptNext(script);
        }

        using var stream = await Client.OpenAnsweredAsync("c");

        // The answer to a message that was sent after the GOAWAY comes behind it, so by then the client knows.
        await stream.SendAsync(AudioOf(Agent, 1), "2");
        Assert.NotNull(await stream.ReadAsync());
        using var next = await Client.OpenAnsweredAsync("next");
        await stream.SendAsync(AudioOf(Agent, 2), "3");
        Assert.Single(await stream.CompleteAsync());

        var call = (await Server.WaitForCallAsync("c").Guarded()).ShouldHaveEndedWith(StatusCode.OK);
        Assert.Equal(2, Server.ConnectionCount);
        Assert.NotEqual(call.ConnectionId, Server.CallsOf("next")[0].ConnectionId);
    }

    [Fact]
    public async Task Never_ends_after_the_half_close()
    {
        Server.Script = CallScript.Answering().NeverEnd();
        using var cancellation = new CancellationTokenSource();
        using var stream = Client.Open(new CallOptions(cancellationToken: cancellation.Token));
        await SendAsync(stream, 1);
        Assert.NotNull(await stream.ReadAsync());
        var end = stream.CompleteAsync();
        var call = await Server.WaitForCallStartAsync("c").Guarded();

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<RpcException>(() => end);
        await call.WaitForEndAsync().Guarded();
        Assert.Equal(CallEnding.ClientBrokeOff, call.Ending);
    }

    [Fact]
    public async Task The_earliest_of_several_cuts_happens()
    {
        Server.Script = CallScript.Answering().EndWithStatus(StatusCode.Aborted, 2).EndAfter(5).ResetAfter(9, Http2ErrorCode.Cancel);
        using var stream = Client.Open();
        await SendAsync(stream, 2);

        Assert.Equal(StatusCode.Aborted, (await stream.ReadToFailureAsync()).StatusCode);
    }

    [Fact]
    public async Task What_a_predicate_throws_fails_the_stream_and_is_in_the_record()
    {
        Server.Script = CallScript.Answering()
            .FailMessagesWhere(_ => throw new InvalidOperationException("predicate fault"), new ScriptedStatus(StatusCode.Internal));
        using var stream = Client.Open();
        await SendAsync(stream, 1);

        Assert.Contains("predicate fault", (await stream.ReadToFailureAsync()).Status.Detail, StringComparison.Ordinal);
        Assert.Contains("predicate fault", (await Server.WaitForCallAsync("c").Guarded()).Status!.Value.Detail, StringComparison.Ordinal);
    }

    private static async Task SendAsync(RawStream stream, int messages)
    {
        await stream.SendAsync(Config("c"));
        for (var i = 1; i < messages; i++)
        {
            await stream.SendAsync(AudioOf(Agent, (byte)i));
        }
    }
}
