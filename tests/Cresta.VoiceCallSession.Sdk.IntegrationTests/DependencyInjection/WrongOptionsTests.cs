using Cresta.VoiceCallSession.Sdk.DependencyInjection;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

/// <summary>Wrong options keep the host from starting, and say where, what and how to mend it.</summary>
public sealed class WrongOptionsTests
{
    private const string Secret = "hunter2-hunter2";

    // What is no text of the kind; text can be anything.
    public static TheoryData<string> Parsed() =>
        [.. ClientOptionKeys.All.Select(key => key.Path).Except(["ServiceName", "Profile"], StringComparer.Ordinal)];

    public static TheoryData<string, string, string> OutOfRange() => new()
    {
        { "Endpoint", "ftp://x", "Endpoint is \"ftp://x/\"; give scheme (http or https), host and port alone" },
        { "Endpoint", "https://x/path", "Endpoint is \"https://x/path\"; give scheme" },
        { "Endpoint", $"https://user:{Secret}@x", "Endpoint is \"https://x/\"; give scheme" },
        { "Endpoint", $"https://x?key={Secret}", "host and port alone (remove the query), for example" },
        { "Endpoint", $"user:{Secret}@", "Endpoint is \"\"; give scheme (http or https)" },
        { "Endpoint", $"user:{Secret}@x y", "Endpoint is \"" },
        { "Endpoint", $"https://user:{Secret}@x:port", $"{HostRig.Section}:Endpoint is \"x:port\"; give an absolute address" },
        { "ServiceName", "a/b", "ServiceName is \"a/b\"; give the service's full gRPC name" },
        { "Profile", "  ", "Profile is blank (\"  \"): give the profile that the call is processed under; a profile is an id" },
        { "Profile", "customers/acme/profiles/", "Profile is \"customers/acme/profiles/\": take out slashes at the start and the end" },
        { "RequestTimeout", "00:00:00.001", "RequestTimeout is 00:00:00.0010000; give 10 ms to 1 day" },
        { "RequestTimeout", "30", "RequestTimeout is \"30\"; give a time as hours, minutes and seconds" },
        { "OpenTimeout", "2.00:00:00", "OpenTimeout is 2.00:00:00; give 10 ms to 1 day" },
        { "OpenConfirmationTimeout", "-00:00:01", "OpenConfirmationTimeout is -00:00:01; give 0" },
        { "FlushTimeout", "00:00:00", "FlushTimeout is 00:00:00; give more than 0" },
        { "DrainTimeout", "00:00:00", "DrainTimeout is 00:00:00; give more than 0" },
        { "ShutdownGracePeriod", "-00:00:01", "ShutdownGracePeriod is -00:00:01; give 0" },
        { "ResponseBufferCapacity", "0", "ResponseBufferCapacity is 0; give 1 or more" },
        { "Transport", "7", "Transport is \"7\"; give one of Grpc, Rest, Auto" },
        { "Retry:MaxRetryAttempts", "101", "Retry.MaxRetryAttempts is 101; give 0 to 100" },
        { "Retry:BaseDelay", "00:00:00", "Retry.BaseDelay is 00:00:00; give more than 0" },
        { "Retry:MaxDelay", "00:00:00", "Retry.MaxDelay is 00:00:00, less than Retry.BaseDelay" },
        { "Reconnect:MaxOutage", "00:00:00", "Reconnect.MaxOutage is 00:00:00; give 10 ms to 1 day" },
        { "Reconnect:BaseDelay", "00:00:00", "Reconnect.BaseDelay is 00:00:00; give more than 0" },
        { "Reconnect:MaxDelay", "00:00:00", "Reconnect.MaxDelay is 00:00:00, less than Reconnect.BaseDelay" },
        { "Reconnect:MaxAttemptsPerSecond", "0", "Reconnect.MaxAttemptsPerSecond is 0; give 1 to 100,000" },
        { "Reconnect:CatchUpFactor", "1", "Reconnect.CatchUpFactor is 1; give 1.1 to 1,000" },
        { "Reconnect:WriteTimeout", "00:00:00", "Reconnect.WriteTimeout is 00:00:00; give 10 ms to 1 day" },
        { "Reconnect:AcknowledgementTimeout", "00:00:00", "Reconnect.AcknowledgementTimeout is 00:00:00; give 10 ms to 1 day" },
        { "Rotation:MaxStreamAge", "00:00:00", "Rotation.MaxStreamAge is 00:00:00; give 10 ms to 30 days" },
        { "Rotation:BeforeTokenExpiry", "-00:00:01", "Rotation.BeforeTokenExpiry is -00:00:01; give 0 to 1 day" },
        { "Rotation:HandoverTimeout", "00:00:00", "Rotation.HandoverTimeout is 00:00:00; give 10 ms to 1 day" },
        { "Idle:After", "00:00:00", "Idle.After is 00:00:00; give 10 ms to 1 day" },
        { "Audio:MaxBytes", "1023", "Audio.MaxBytes is 1023; give 1,024 or more" },
        { "Audio:MaxDuration", "00:00:00", "Audio.MaxDuration is 00:00:00; give more than 0" },
        { "Audio:TargetChunkDuration", "00:00:02", "Audio.TargetChunkDuration is 00:00:02; give 0 (no joining) to 1 s" },
        { "Audio:MaxChunkLatency", "00:00:00", "Audio.MaxChunkLatency is 00:00:00; give more than 0" },
        { "Http:ConnectTimeout", "00:00:00", "Http.ConnectTimeout is 00:00:00; give more than 0" },
        { "Http:KeepAlivePingDelay", "00:00:00", "Http.KeepAlivePingDelay is 00:00:00; give 1 s to 1 day" },
        { "Http:KeepAlivePingTimeout", "00:00:00", "Http.KeepAlivePingTimeout is 00:00:00; give 1 s to 1 day" },
        { "Http:MaxResponseLineBytes", "1", "Http.MaxResponseLineBytes is 1; give 1 KiB to 1 GiB" },

        { "Endpont", "https://x", $"{HostRig.Section}:Endpont is unknown; take it out, or give one of Endpoint, " },
        { "Retry:Attempts", "1",
            $"{HostRig.Section}:Retry:Attempts is unknown; take it out, or give one of MaxRetryAttempts, BaseDelay, MaxDelay" },
        { "Retry", "3", $"{HostRig.Section}:Retry has a value; give values to the keys below it instead: MaxRetryAttempts, " },
        { "ClientSecret", Secret, $"{HostRig.Section}:ClientSecret is unknown" },

        { "Credential", Secret, $"{HostRig.Section}:Credential has a value; give values to the keys below it instead: Kind, " },
        { "Credential:Kind", Secret, $"{HostRig.Section}:Credential:Kind is not one; give one of None, ApiKey, ClientCredentials" },
        { "Credential:Kind", "ApiKey", "Credential.ApiKey is missing; give the bare key" },
        { "Credential:ApiKey", $"{Secret} ", "Credential.ApiKey holds spaces, line breaks or characters beyond ASCII; give the bare key" },
        { "Credential:Secret", Secret,
            $"{HostRig.Section}:Credential:Secret is unknown; take it out, or give one of Kind, ApiKey, ClientId, " },
        { "Credential:ClientId", Secret, "Credential.ClientSecret is empty; give the secret of this client id" },
        { "Credential:ClientId", $"{Secret}:", "Credential.ClientId holds a colon or a control character" },
        { "Credential:ClientSecret", Secret, "Credential.ClientId is missing; give the client's id" },
        { "Credential:ClientSecretFile", "/no/such/file", "Credential.ClientSecretFile is \"/no/such/file\", where no file can be read" },
        { "Credential:Region", "mars", "Credential.Region is \"mars\"; give one of us-west-2-prod, " },
        { "Credential:AuthEndpoint", "http://example.com",
            "Credential.AuthEndpoint is \"http://example.com\", plain http to another host" },
        { "Credential:AuthEndpoint", $"https://user:{Secret}@x/t", "(remove the user info before the @)" },
        { "Credential:AuthEndpoint", "auth.example.com",
            $"{HostRig.Section}:Credential:AuthEndpoint is \"auth.example.com\"; give an absolute address" },
    };

    [Theory, MemberData(nameof(Parsed))]
    public async Task A_value_of_another_kind_stops_the_host(string key)
    {
        var refusal = await RefuseAsync((key, "x?"));
        Assert.Contains($"{HostRig.Section}:{key} is \"x?\"; give ", refusal, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(OutOfRange))]
    public async Task A_value_that_cannot_be_stops_the_host(string key, string value, string expected)
    {
        var refusal = await RefuseAsync((key, value));
        Assert.Contains(expected, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task I11_all_wrong_options_stop_the_host_in_one_message()
    {
        var refusal = await RefuseAsync(
            ("Endpoint", "http://example.com"), ("Retry:MaxRetryAttempts", "many"), ("Audio:MaxBytes", "1"), ("Colour", "red"),
                ("Credential:ApiKey", Secret), ("Credential:ClientId", "id"));

        Assert.StartsWith("The options of the VoiceCallSession client, configured in Cresta:VoiceCallSession, are wrong: ", refusal,
            StringComparison.Ordinal);
        Assert.Contains("Endpoint is \"http://example.com/\", plain http to another host, where the API key (redacted) could be read",
            refusal, StringComparison.Ordinal);
        Assert.Contains("Retry:MaxRetryAttempts is \"many\"; give a whole number.", refusal, StringComparison.Ordinal);
        Assert.Contains("Audio.MaxBytes is 1; give 1,024 or more.", refusal, StringComparison.Ordinal);
        Assert.Contains("Colour is unknown", refusal, StringComparison.Ordinal);
        Assert.Contains(
            "Credential.ApiKey comes with values of client credentials; give one of the two.", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task I11_options_that_are_missing_stop_the_host_by_name()
    {
        await using var rig = await HostRig.CreateAsync();
        rig.Services.AddVoiceCallSessionClient("tenant-a");
        rig.Services.AddVoiceCallSessionClient("tenant-b", o => o.Retry = null!);

        var refusals = (await Assert.ThrowsAsync<AggregateException>(rig.StartAsync)).InnerExceptions.Cast<OptionsValidationException>()
            .Select(e => e.Message);

        Assert.Equal(
            [
                "The options of the VoiceCallSession client \"tenant-a\", configured in Cresta:VoiceCallSession:Clients:tenant-a, are "
                    + "wrong: Endpoint is missing; give the service's address, for example https://api.example.cresta.com.",
                "The options of the VoiceCallSession client \"tenant-b\" are wrong: Endpoint is missing; give the service's address, "
                    + "for example https://api.example.cresta.com. Retry is null; leave the default or give options.",
            ],
            refusals.Order(StringComparer.Ordinal));
    }

    private static async Task<string> RefuseAsync(params (string Key, string Value)[] settings)
    {
        await using var rig = await HostRig.CreateAsync();
        foreach (var (key, value) in settings)
        {
            rig[key] = value;
        }

        rig.Services.AddVoiceCallSessionClient();
        return (await Assert.ThrowsAsync<OptionsValidationException>(rig.StartAsync).Guarded()).Message;
    }
}
