namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>An endpoint, or something in front of it, that does not speak HTTP/2.</summary>
public sealed class HttpVersionTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task N6_A_handshake_that_settles_on_HTTP_1_1_ends_the_matter_at_once_and_is_told(VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport, configureServer: o => (o.UseTls, o.Http1Only) = (true, true));
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => rig.OpenAsync());
        Assert.Equal((false, 1, 1), (failure.IsTransient, failure.Attempts, rig.Connector.Attempts));
        Assert.True(
            failure.Message.Contains("a proxy that only supports HTTP/1.1 breaks streams", StringComparison.Ordinal), failure.ToString());
    }

    [Theory]
    [InlineData(VoiceCallSessionTransport.Rest)]
    [InlineData(VoiceCallSessionTransport.Auto)]
    public async Task N6_Single_events_go_over_HTTP_1_1_where_REST_is_allowed(VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport, configureServer: o => (o.UseTls, o.Http1Only) = (true, true));
        await rig.Client.ProcessSessionEventAsync(
            "profile-1", SessionEventBuilder.CallStarted("call-1").Build()).WaitAsync(CallRig.Watchdog);
        Assert.Single(rig.Server.UnaryEvents);
    }
}
