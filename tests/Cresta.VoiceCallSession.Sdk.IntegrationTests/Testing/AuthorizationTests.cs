using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.RawMessages;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public class AuthorizationTests : FakeServerTest
{
    private static readonly ProcessSessionEventRequest UnaryCall = new() { Profile = "p", SessionEvent = new SessionEvent() };

    [Theory]
    [InlineData(null)]
    [InlineData("ApiKey wrong")]
    [InlineData("apikey secret")]
    public async Task Wrong_or_missing_authorization_is_unauthenticated(string? authorization)
    {
        using var stream = Client.Open(With(authorization));

        Assert.Equal(StatusCode.Unauthenticated, (await stream.ReadToFailureAsync()).StatusCode);

        var call = Assert.Single(await Server.WaitForCallsAsync(1).Guarded()).ShouldHaveEndedWith(StatusCode.Unauthenticated);
        Assert.Equal((0L, (StreamingConfig?)null), (call.MessageCount, call.Configuration));
        var failure = await Assert.ThrowsAsync<RpcException>(
            () => Client.ProcessAsync(UnaryCall, With(authorization)).Guarded());
        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, Assert.Single(Server.UnaryEvents).Status);
    }

    [Fact]
    public async Task Right_authorization_is_let_in_and_recorded()
    {
        using var stream = Client.Open(With("ApiKey secret"));
        await stream.SendAsync(Config("c"));

        Assert.Single(await stream.CompleteAsync());

        Assert.Equal("ApiKey secret", (await Server.WaitForCallAsync("c").Guarded()).Headers["authorization"]);
    }

    [Fact]
    public async Task A_refused_stream_takes_no_script_and_the_requirement_can_change()
    {
        Server.ScriptNext(CallScript.Answering().WithConversationName("scripted"));
        using var refused = Client.Open(With("ApiKey new"));
        await refused.ReadToFailureAsync();

        Server.RequiredAuthorization = "ApiKey new";
        using var stream = Client.Open(With("ApiKey new"));
        await stream.SendAsync(Config("c"));

        Assert.Equal("scripted", Assert.Single(await stream.CompleteAsync()).ConversationName);
        Assert.Equal("ApiKey new", Server.RequiredAuthorization);
    }

    protected override FakeVoiceCallSessionServerOptions Options() => new() { RequiredAuthorization = "ApiKey secret" };

    private static CallOptions With(string? authorization) =>
        new(headers: authorization is null ? [] : new Metadata { { "authorization", authorization } });
}
