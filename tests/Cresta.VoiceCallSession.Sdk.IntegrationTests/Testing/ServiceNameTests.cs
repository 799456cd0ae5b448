using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public sealed class ServiceNameTests : FakeServerTest
{
    private const string Other = "vendor.v2.CallService";

    private static readonly ProcessSessionEventRequest Request = new() { Profile = "p", SessionEvent = new SessionEvent() };

    [Fact]
    public async Task Answers_under_the_other_name()
    {
        var method = new Method<ProcessSessionEventRequest, ProcessSessionEventResponse>(
            MethodType.Unary,
            Other,
            "ProcessSessionEvent",
            Marshallers.Create(Google.Protobuf.MessageExtensions.ToByteArray, ProcessSessionEventRequest.Parser.ParseFrom),
            Marshallers.Create(Google.Protobuf.MessageExtensions.ToByteArray, ProcessSessionEventResponse.Parser.ParseFrom));

        await Client.Invoker.AsyncUnaryCall(method, host: null, default, Request).ResponseAsync.Guarded();

        Assert.Equal("p", Assert.Single(Server.UnaryEvents).Profile);
    }

    [Fact]
    public async Task Does_not_answer_under_its_own_name()
    {
        var failure = await Assert.ThrowsAsync<RpcException>(() => Client.ProcessAsync(Request).Guarded());

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
        Assert.Empty(Server.UnaryEvents);
    }

    protected override FakeVoiceCallSessionServerOptions Options() => new() { ServiceName = Other };
}
