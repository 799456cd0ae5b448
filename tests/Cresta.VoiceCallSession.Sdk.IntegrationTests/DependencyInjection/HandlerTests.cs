using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

/// <summary>Handlers are configured as for any HTTP client, and last as long as the calls.</summary>
public sealed class HandlerTests
{
    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc)]
    [InlineData(VoiceCallSessionTransport.Rest)]
    [InlineData(VoiceCallSessionTransport.Auto)]
    public async Task Handlers_of_the_application_are_on_the_way(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport);
        var count = new RequestCount();
        rig.Services.AddVoiceCallSessionClient().AddHttpMessageHandler(() => new CountingHandler(count));
        rig.Services.AddVoiceCallSessionClient();
        await rig.StartAsync();

        await using var call = await rig.OpenAsync();
        await rig.Client.ProcessSessionEventAsync(SessionEventBuilder.CallEnded("call-1").Build()).Guarded();
        await call.EndCallAsync().Guarded();

        Assert.Equal(2, count.Requests);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Our_own_handler_is_where_configuring_begins_and_redirects_stay_off(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport);
        rig["Http:KeepAlivePingDelay"] = "00:00:17";
        SocketsHttpHandler? seen = null;
        rig.Services.AddVoiceCallSessionClient().UseSocketsHttpHandler((handler, _) =>
        {
            seen = handler;
            handler.AllowAutoRedirect = true;
        });
        await rig.StartAsync();
        await using var call = await rig.OpenAsync();

        Assert.Equal((true, TimeSpan.FromSeconds(17), false),
            (seen!.EnableMultipleHttp2Connections, seen.KeepAlivePingDelay, seen.AllowAutoRedirect));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_handler_can_take_the_place_of_ours(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport);
        var connects = 0;
        rig.Services.AddVoiceCallSessionClient().ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) =>
            {
                Interlocked.Increment(ref connects);
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync(rig.Server.Endpoint.Host, rig.Server.Endpoint.Port, token);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        });
        rig["Endpoint"] = "http://localhost:9";
        await rig.StartAsync();

        await using var call = await rig.OpenAsync();

        Assert.Equal((1, CallOutcome.Completed), (connects, (await call.EndCallAsync().Guarded()).Outcome));
    }

    [Fact]
    public async Task What_is_meant_for_all_http_clients_is_not_for_calls()
    {
        await using var rig = await HostRig.CreateAsync();
        var count = new RequestCount();
        rig.Services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new CountingHandler(count)));
        rig.Services.AddVoiceCallSessionClient();
        rig.Services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new CountingHandler(count)));
        await rig.StartAsync();
        await using var call = await rig.OpenAsync();

        Assert.Equal(0, count.Requests);
    }

    [Fact]
    public async Task Handlers_are_disposed_of_with_the_settings_that_they_belong_to()
    {
        await using var rig = await HostRig.CreateAsync();
        var count = new RequestCount();
        rig.Services.AddVoiceCallSessionClient().AddHttpMessageHandler(() => new CountingHandler(count))
            .SetHandlerLifetime(TimeSpan.FromSeconds(1));
        await rig.StartAsync();
        var call = await rig.OpenAsync();

        rig["OpenTimeout"] = "00:00:20";
        rig.Reload();
        Assert.Equal(0, count.DisposedHandlers);
        await call.EndCallAsync().Guarded();
        await rig.Server.WaitForDisconnectionAsync().Guarded();

        Assert.Equal(1, count.DisposedHandlers);
    }

    [Fact]
    public async Task The_token_endpoint_has_handlers_of_its_own()
    {
        await using var tokens = await FakeTokenEndpoint.StartAsync().Guarded();
        await using var rig = await HostRig.CreateAsync();
        rig["Credential:ClientId"] = tokens.ClientId;
        rig["Credential:ClientSecret"] = tokens.ClientSecret;
        rig["Credential:AuthEndpoint"] = tokens.Endpoint.ToString();
        var count = new RequestCount();
        rig.Services.AddVoiceCallSessionClient().TokenEndpoint.AddHttpMessageHandler(() => new CountingHandler(count));
        await rig.StartAsync();
        await using var call = await rig.OpenAsync();

        Assert.Equal((1, 1), (count.Requests, tokens.RequestCount));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task The_http_client_library_logs_neither_secret_nor_token(VoiceCallSessionTransport transport)
    {
        await using var tokens = await FakeTokenEndpoint.StartAsync(new FakeTokenEndpointOptions { ClientSecret = "hunter2" }).Guarded();
        await using var rig = await HostRig.CreateAsync(transport);
        rig["Credential:ClientId"] = tokens.ClientId;
        rig["Credential:ClientSecret"] = "hunter2";
        rig["Credential:AuthEndpoint"] = tokens.Endpoint.ToString();
        var client = rig.Services.AddVoiceCallSessionClient();
        client.AddDefaultLogger();
        client.TokenEndpoint.AddDefaultLogger();
        await rig.StartAsync();
        await using (await rig.OpenAsync())
        {
        }

        var basic = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{tokens.ClientId}:hunter2"));
        Assert.Contains(rig.Log.Entries, e => e.Text.Contains("Request Headers", StringComparison.Ordinal));
        Assert.DoesNotContain(rig.Log.Entries,
            e => e.Text.Contains("hunter2", StringComparison.Ordinal) || e.Text.Contains("token-1", StringComparison.Ordinal)
            || e.Text.Contains(basic, StringComparison.Ordinal));
    }
}
