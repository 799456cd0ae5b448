using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Diagnosis;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Doctor;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples;

/// <summary>The Doctor's command, run in the test's process.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task Without_an_endpoint_it_diagnoses_a_fake_server_and_ends_with_0()
    {
        var (exitCode, output, error) = await RunAsync();

        Assert.Equal((0, ""), (exitCode, error));
        Assert.All(DiagnosedClient.Checks, check => Assert.Contains($"│ {check} ", output, StringComparison.Ordinal));
        Assert.Contains("Status: passed. Calls can be made.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grpc", "Grpc")]
    [InlineData("rest", "Rest")]
    [InlineData("AUTO", "Auto")]
    public async Task As_json_it_prints_one_object_and_nothing_else(string transport, string name)
    {
        var (exitCode, output, error) = await RunAsync("--json", "--transport", transport, "--test-call", "profile-1");

        Assert.Equal(0, exitCode);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(
            ("Passed", name), (json.RootElement.GetProperty("status").GetString(), json.RootElement.GetProperty("transport").GetString()));
        Assert.Equal("a test call", json.RootElement.GetProperty("checks")[8].GetProperty("facts").GetProperty("probe").GetString());
        Assert.Contains("a fake server in this process", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_ends_it_with_1_and_the_key_is_taken_from_the_environment_and_not_shown()
    {
        var variable = $"DOCTOR_TEST_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(variable, "wr0ng-s3cret");
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { RequiredAuthorization = "ApiKey right" });

        var people = await RunAsync("--endpoint", server.Endpoint.ToString(), "--api-key-env", variable);
        var json = await RunAsync("--endpoint", server.Endpoint.ToString(), "--api-key-env", variable, "--json");

        Assert.Equal((1, 1), (people.ExitCode, json.ExitCode));
        Assert.Contains("Status: failed. Begin with authorization: Check the credential", people.Output, StringComparison.Ordinal);
        Assert.All(server.Calls, call => Assert.Contains("authorization", call.Headers.Keys));
        Assert.DoesNotContain("wr0ng-s3cret", $"{people}{json}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--endpoint is no http or https address", "--endpoint", "ftp://somewhere")]
    [InlineData("give scheme (http or https), host and port alone", "--endpoint", "https://api.example.cresta.com/path")]
    [InlineData("--transport pigeon is not in this version; give grpc or rest or auto.", "--transport", "pigeon")]
    [InlineData("names no variable of the environment", "--api-key-env", "NO_SUCH_VARIABLE_FOR_THE_DOCTOR")]
    [InlineData("--sing", "--sing")]
    public async Task Bad_usage_ends_it_with_2_and_says_why(string message, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var exitCode = await DoctorCommand.RunAsync(arguments, output, error, CancellationToken.None).Guarded();
        return (exitCode, output.ToString(), error.ToString());
    }
}
