using System.Globalization;
using System.Text;
using Cresta.VoiceCallSession.Sdk.DependencyInjection;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

/// <summary>A settings file is all that an application needs, and everything can be said in it.</summary>
public sealed class AppSettingsTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task The_settings_file_of_the_documentation_configures_all_there_is(VoiceCallSessionTransport transport)
    {
        await using var tokens = await FakeTokenEndpoint.StartAsync().Guarded();
        await using var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        server.AuthorizationCheck = tokens.Accepts;
        var document = await File.ReadAllTextAsync(Path.Combine(BuildPaths.Of("Protos"), "..", "docs", "dependency-injection.md"));
        var start = document.IndexOf("```json", StringComparison.Ordinal) + "```json".Length;
        var settings = document[start..document.IndexOf("```", start, StringComparison.Ordinal)]
            .Replace("https://api.example.cresta.com", $"{server.Endpoint}", StringComparison.Ordinal)
            .Replace("\"Region\": \"us-west-2-prod\"", $"\"AuthEndpoint\": \"{tokens.Endpoint}\"", StringComparison.Ordinal)
            .Replace("\"Grpc\"", $"\"{transport}\"", StringComparison.Ordinal)
            .Replace("my-client-id", tokens.ClientId, StringComparison.Ordinal);

        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(settings)));
        builder.Configuration.AddInMemoryCollection([new("Cresta:VoiceCallSession:Credential:ClientSecret", tokens.ClientSecret)]);
        builder.Services.AddVoiceCallSessionClient();
        using var host = builder.Build();
        await host.StartAsync().Guarded();
        var client = host.Services.GetRequiredService<VoiceCallSessionClient>();
        var call = await client.OpenCallSessionAsync(
            client.NewStreamingConfig().WithMulawAudio(8000).WithPlatformCallId("call-1").Build()).Guarded();
        Assert.Equal(CallOutcome.Completed, (await call.EndCallAsync().Guarded()).Outcome);

        Assert.Equal("Bearer token-1", (await server.WaitForCallAsync("call-1").Guarded()).Headers["authorization"]);
        var options = client.Acquire().Options;
        Assert.Equal((transport, "my-profile", server.Endpoint), (options.Transport, options.Profile, options.Endpoint));

        // Every key is in the file, and what it sets is what it says: the defaults, but for a few.
        var section = builder.Configuration.GetSection("Cresta:VoiceCallSession");
        var keys = section.AsEnumerable(makePathsRelative: true).Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var key in ClientOptionKeys.All)
        {
            Assert.True(keys.Contains(key.Path), $"{key.Path} is not in the settings file of the documentation.");
            Assert.Equal(section[key.Path] is { Length: > 0 } text ? Normal(text) : null, Normal(
                Convert.ToString(key.Get(options), CultureInfo.InvariantCulture)));
        }
    }

    private static string? Normal(string? text) => text switch
    {
        null or "" => null,
        _ when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time)
            && text.Contains(':', StringComparison.Ordinal) => time.ToString(),
        _ => text.TrimEnd('/').ToUpperInvariant(),
    };
}
