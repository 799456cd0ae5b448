using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Tokens;

public sealed class FakeTokenEndpointTests
{
    private const string RightBody = """{"grant_type":"client_credentials"}""";

    [Fact]
    public async Task Right_credentials_get_numbered_tokens_and_wrong_ones_are_told_so()
    {
        await using var tokens = await FakeTokenEndpoint.StartAsync().Guarded();

        Assert.Equal((HttpStatusCode.OK, """{"access_token":"token-1","token_type":"Bearer","expires_in":3600}"""), await SendAsync(tokens, "client-1:secret-1", RightBody));
        Assert.Equal((HttpStatusCode.Unauthorized, """{"error":"invalid_client"}"""), await SendAsync(tokens, "client-1:wrong", RightBody));
        Assert.Equal((HttpStatusCode.BadRequest, """{"error":"unsupported_grant_type"}"""), await SendAsync(tokens, "client-1:secret-1", "grant_type=client_credentials"));
        tokens.ClientSecret = "secret-2";
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(tokens, "client-1:secret-2", RightBody)).Status);

        Assert.Equal([true, false, true, true], tokens.Requests.Select(static request => request.CredentialsMatched));
        Assert.Equal(["client_credentials", "client_credentials", null, "client_credentials"],
            tokens.Requests.Select(static request => request.GrantType));
        Assert.Equal([1, 2, 3, 4], tokens.Requests.Select(static request => request.Number));
        Assert.Equal(["token-1", "token-2"], tokens.IssuedTokens);
    }

    [Fact]
    public async Task A_restart_keeps_the_address_the_tokens_and_the_records()
    {
        await using var tokens = await FakeTokenEndpoint.StartAsync().Guarded();
        var endpoint = tokens.Endpoint;
        await SendAsync(tokens, "client-1:secret-1", RightBody);

        await tokens.StopAsync().Guarded();
        await tokens.StopAsync().Guarded();
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(tokens, "client-1:secret-1", RightBody));
        await tokens.RestartAsync().Guarded();
        await SendAsync(tokens, "client-1:secret-1", RightBody);

        Assert.Equal((endpoint, 2, true), (tokens.Endpoint, tokens.RequestCount, tokens.Accepts("Bearer token-1")));
    }

    [Fact]
    public async Task A_delay_goes_by_the_endpoints_clock_and_dates_do_too()
    {
        var time = new FakeTimeProvider();
        await using var tokens = await FakeTokenEndpoint.StartAsync(new FakeTokenEndpointOptions { TimeProvider = time }).Guarded();
        tokens.ScriptNext(TokenScript.Granting().AfterDelay(TimeSpan.FromMinutes(1)));

        var waiting = SendAsync(tokens, "client-1:secret-1", RightBody);
        await tokens.WaitForRequestsAsync(1).Guarded();
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.OK, (await waiting).Status);
        Assert.Equal(time.Start, Assert.Single(tokens.Requests).ReceivedAt);
    }

    [Fact]
    public async Task Who_waits_in_vain_is_told_when_the_endpoint_goes()
    {
        var tokens = await FakeTokenEndpoint.StartAsync().Guarded();
        var waiting = tokens.WaitForRequestsAsync(1);

        await tokens.DisposeAsync().AsTask().Guarded();
        await tokens.DisposeAsync().AsTask().Guarded();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.Guarded());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => tokens.RestartAsync().Guarded());
    }

    [Fact]
    public async Task Options_without_sense_are_refused_by_name()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => FakeTokenEndpoint.StartAsync(new FakeTokenEndpointOptions { Port = 65_536 }));
        Assert.Contains("Port is 65536", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenScript.Refusing(200, "invalid_client"));
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenScript.Failing(200));
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenScript.Granting().AfterDelay(TimeSpan.FromSeconds(-5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenScript.Failing(429).WithRetryAfter(-1));
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(FakeTokenEndpoint tokens, string credentials, string body)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(tokens.Endpoint, content).Guarded();
        return (response.StatusCode, await response.Content.ReadAsStringAsync().Guarded());
    }
}
