using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Credentials;

/// <summary>Rows A2 and A7: a secret that is wrong, and one that changes.</summary>
public sealed class RefusedSecretTests
{
    [Theory]
    [InlineData(400, "unauthorized_client")]
    [InlineData(401, "invalid_client")]
    [InlineData(403, "hunter2")]
    public async Task A2_a_refusal_is_final_and_says_why_if_the_reason_is_a_standard_one(int status, string error)
    {
        await using var rig = await TokenRig.StartAsync(TokenScript.Refusing(status, error));

        var failure = await rig.FailAsync();

        Assert.Equal((StatusCode.Unauthenticated, false, 1), (failure.StatusCode, failure.IsTransient, rig.Tokens.RequestCount));
        Assert.Contains($"HTTP {status}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(error != "hunter2", failure.Message.Contains(error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A2_the_same_secret_is_not_tried_again_for_a_time_that_doubles()
    {
        await using var rig = await TokenRig.StartAsync(configure: o => o.ClientSecret = "wrong");

        foreach (var (minutes, requests) in new[] { (1, 1), (2, 2), (4, 3) })
        {
            for (var call = 0; call < 10; call++)
            {
                Assert.Equal(StatusCode.Unauthenticated, (await rig.FailAsync()).StatusCode);
            }

            Assert.Equal(requests, rig.Tokens.RequestCount);
            rig.Time.Advance(TimeSpan.FromMinutes(minutes));
        }

        Assert.All(rig.Tokens.Requests, request => Assert.False(request.CredentialsMatched));
    }

    [Fact]
    public async Task A2_a_changed_secret_is_tried_at_once()
    {
        var secret = "wrong";
        await using var rig = await TokenRig.StartAsync(
            configure: o => (o.ClientSecret, o.ClientSecretProvider) = (null, _ => ValueTask.FromResult(secret)));
        await rig.FailAsync();
        await rig.FailAsync();

        secret = rig.Tokens.ClientSecret;

        Assert.Equal("Bearer token-1", await rig.GetAsync());
        Assert.Equal(2, rig.Tokens.RequestCount);
    }

    [Fact]
    public async Task A7_a_secret_rotated_on_disk_is_used_by_the_next_refresh()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "secret-1\n");
            await using var rig = await TokenRig.StartAsync(
                configure: o => (o.ClientSecret, o.ClientSecretProvider) = (
                    null, async token => (await File.ReadAllTextAsync(file, token)).TrimEnd()));
            Assert.Equal("Bearer token-1", await rig.GetAsync());

            rig.Tokens.ClientSecret = "secret-2";
            await File.WriteAllTextAsync(file, "secret-2\n");
            Assert.Equal("Bearer token-1", await rig.GetAsync());
            rig.Time.Advance(TimeSpan.FromMinutes(55));

            Assert.Equal("Bearer token-2", await rig.GetAsync());
            Assert.All(rig.Tokens.Requests, request => Assert.True(request.CredentialsMatched));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A7_a_secret_revoked_before_it_is_replaced_does_not_stop_calls_while_the_token_lives()
    {
        var secret = "secret-1";
        await using var rig = await TokenRig.StartAsync(configure: o =>
            (o.ClientSecret, o.ClientSecretProvider) = (null, _ => ValueTask.FromResult(secret)));
        await rig.GetAsync();

        rig.Tokens.ClientSecret = "secret-2";
        rig.Time.Advance(TimeSpan.FromMinutes(56));
        Assert.Equal("Bearer token-1", await rig.GetAsync());
        Assert.Equal(StatusCode.Unauthenticated, rig.Credential.LastFailure!.StatusCode);

        secret = "secret-2";
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("Bearer token-2", await rig.GetAsync());
    }
}
