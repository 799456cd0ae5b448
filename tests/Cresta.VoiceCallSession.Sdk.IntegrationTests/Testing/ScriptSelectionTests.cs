using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.RawMessages;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public class ScriptSelectionTests : FakeServerTest
{
    private static CallScript Named(string name) => CallScript.Answering().WithConversationName(name);

    [Fact]
    public async Task The_next_ones_go_before_the_calls_and_the_calls_before_the_one_for_all()
    {
        Server.Script = Named("all");
        Server.ScriptFor("mine", Named("mine"));
        Server.ScriptNext(Named("next"), times: 2);
        Server.ScriptNext(Named("last"));

        Assert.Equal("next", await NameOfAsync("mine"));
        Assert.Equal("next", await NameOfAsync("other"));
        Assert.Equal("last", await NameOfAsync("mine"));
        Assert.Equal("mine", await NameOfAsync("mine"));
        Assert.Equal("all", await NameOfAsync("other"));
        Assert.Equal("mine", await NameOfAsync("mine"));
    }

    [Fact]
    public async Task Fails_twice_then_behaves()
    {
        Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 0), times: 2);

        await FailedAsync();
        await FailedAsync();
        await NameOfAsync("c");

        async Task FailedAsync()
        {
            using var stream = Client.Open();
            Assert.Equal(StatusCode.Unavailable, (await stream.ReadToFailureAsync()).StatusCode);
        }
    }

    [Fact]
    public async Task A_stream_keeps_the_script_that_it_has()
    {
        using var stream = await Client.OpenAnsweredAsync("c");

        Server.Script = CallScript.Answering().NeverAnswer();
        await stream.SendAsync(AudioOf(Agent, 1), "2");

        Assert.Equal("2", (await stream.ReadAsync())!.SequenceId);
    }

    [Fact]
    public async Task A_calls_own_cut_at_0_comes_after_the_configuration()
    {
        Server.ScriptFor("c", CallScript.Answering().EndWithStatus(StatusCode.NotFound, 0));
        using var stream = Client.Open();
        await stream.SendAsync(Config("c"));

        Assert.Equal(StatusCode.NotFound, (await stream.ReadToFailureAsync()).StatusCode);
        Assert.Equal(1, (await Server.WaitForCallAsync("c").Guarded()).MessageCount);
    }

    [Fact]
    public async Task Unary_events_have_scripts_of_their_own()
    {
        var busy = new ScriptedStatus(StatusCode.Unavailable, "busy").WithRetryInfo(TimeSpan.FromSeconds(1)).WithTrailer("x", "y");
        Server.UnaryScript = UnaryScript.Answering().FailWith(StatusCode.PermissionDenied);
        Server.ScriptNextUnary(UnaryScript.Answering().FailWith(busy), times: 2);
        Server.ScriptNextUnary(UnaryScript.Answering());

        var failure = await FailUnaryAsync();
        Assert.Equal(("busy", Transport == CallTransport.Grpc ? "y" : null), (failure.Status.Detail, failure.Trailers.GetValue("x")));
        Assert.NotNull(failure.GetRpcStatus()!.GetDetail<Google.Rpc.RetryInfo>());
        Assert.Equal(StatusCode.Unavailable, (await FailUnaryAsync()).StatusCode);
        await UnaryAsync();
        Assert.Equal(StatusCode.PermissionDenied, (await FailUnaryAsync()).StatusCode);

        Assert.Equal(
            [StatusCode.Unavailable, StatusCode.Unavailable, StatusCode.OK, StatusCode.PermissionDenied],
            Server.UnaryEvents.Select(recorded => recorded.Status));
        Assert.All(Server.UnaryEvents, recorded => Assert.Equal(("p", "u"), (recorded.Profile, recorded.SessionEvent!.PlatformCallId)));
    }

    [Fact]
    public async Task A_unary_event_can_lose_its_connection()
    {
        Server.ScriptNextUnary(UnaryScript.Answering().AbortConnection());

        await FailUnaryAsync();
        await UnaryAsync();

        Assert.Equal(2, Server.ConnectionCount);
    }

    private async Task<string> NameOfAsync(string callId)
    {
        using var stream = Client.Open();
        await stream.SendAsync(Config(callId));
        return Assert.Single(await stream.CompleteAsync()).ConversationName;
    }

    private Task UnaryAsync() => Client.ProcessAsync(
        new ProcessSessionEventRequest { Profile = "p", SessionEvent = new SessionEvent { PlatformCallId = "u" } }).Guarded();

    private Task<RpcException> FailUnaryAsync() => Assert.ThrowsAsync<RpcException>(UnaryAsync);
}
