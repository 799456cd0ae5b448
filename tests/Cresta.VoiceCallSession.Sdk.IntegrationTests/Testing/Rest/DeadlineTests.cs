using System.Net;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

public sealed class DeadlineTests : RestServerTest
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Grpc_timeout_ends_a_stream_with_code_4()
    {
        using var exchange = Client.Open(RestClient.Sessions, With("700m"));
        await exchange.WriteAsync(Config);
        Assert.Equal(Answer("1"), await exchange.ReadLineAsync());

        _time.Advance(TimeSpan.FromMilliseconds(699));
        await exchange.WriteAsync(Event("2"));
        Assert.Equal(Answer("2"), await exchange.ReadLineAsync());
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal((int)StatusCode.DeadlineExceeded, RestErrors.Parse((await exchange.ReadLineAsync())!).Code);
        Assert.Null(await exchange.ReadLineAsync());
        Assert.Equal(CallEnding.ClientBrokeOff, (await Server.WaitForCallAsync("c").Guarded()).Ending);
    }

    [Fact]
    public async Task Grpc_timeout_before_the_first_answer_is_504()
    {
        Server.Script = CallScript.Answering().NeverAnswer();
        using var exchange = Client.Open(RestClient.Sessions, With("2S"));
        await exchange.WriteAsync(Config);
        await Server.WaitForCallStartAsync("c").Guarded();

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(HttpStatusCode.GatewayTimeout, (await exchange.Response.Guarded()).StatusCode);
    }

    [Fact]
    public async Task Grpc_timeout_ends_a_unary_call()
    {
        Server.UnaryScript = UnaryScript.Answering().DelayAnswer(Timeout.InfiniteTimeSpan);
        var call = Client.PostAsync(RestClient.Unary("p"), """{"sessionEvent":{}}""", version: null, With("1M"));
        await Server.WaitForUnaryEventAsync(_ => true).Guarded();

        _time.Advance(TimeSpan.FromMinutes(1));

        var reply = await call;
        Assert.Equal((HttpStatusCode.GatewayTimeout, 4), (reply.Status, RestErrors.Parse(reply.Body).Code));
    }

    [Theory]
    [InlineData("1H")]
    [InlineData("99999999H")]
    [InlineData("50000000u")]
    [InlineData("99999999n")]
    public async Task A_timeout_that_has_not_passed_does_nothing(string timeout)
    {
        Assert.Equal(HttpStatusCode.OK, (await Client.PostAsync(RestClient.Sessions, Config, version: null, With(timeout))).Status);
    }

    [Theory]
    [InlineData("700")]
    [InlineData("m")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData("999999999m")]
    [InlineData("7x")]
    public async Task A_timeout_that_is_none_is_400(string timeout)
    {
        var reply = await Client.PostAsync(RestClient.Sessions, Config, version: null, With(timeout));

        Assert.Equal((HttpStatusCode.BadRequest, 3), (reply.Status, RestErrors.Parse(reply.Body).Code));
    }

    protected override FakeVoiceCallSessionServerOptions Options() => new() { TimeProvider = _time };

    private static CallOptions With(string timeout) => new(headers: [new Metadata.Entry("grpc-timeout", timeout)]);
}
