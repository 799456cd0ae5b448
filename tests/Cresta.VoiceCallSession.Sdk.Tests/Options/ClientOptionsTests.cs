namespace Cresta.VoiceCallSession.Sdk.Tests.Options;

/// <summary>Wrong options are refused when the client is made, all at once, each with the fix.</summary>
public sealed class ClientOptionsTests
{
    private static readonly Dictionary<string, Action<VoiceCallSessionClientOptions>> Wrong = new(StringComparer.Ordinal)
    {
        ["Endpoint is missing"] = o => o.Endpoint = null,
        ["Endpoint is \"ftp://x/\""] = o => o.Endpoint = new Uri("ftp://x"),
        ["Endpoint is \"https://x/path\""] = o => o.Endpoint = new Uri("https://x/path"),
        ["Endpoint is \"https://x/\""] = o => o.Endpoint = new Uri("https://user:hunter2@x"),
        ["use https, or set AllowInsecureCredentials"] = o =>
            (o.Endpoint, o.Credential) = (new Uri("http://example.com"), CrestaCredential.FromApiKey("hunter2")),
        ["Credential is null"] = o => o.Credential = null!,
        ["Transport is 99"] = o => o.Transport = (VoiceCallSessionTransport)99,
        ["ServiceName is \"a/b\""] = o => o.ServiceName = "a/b",
        ["Retry is null"] = o => o.Retry = null!,
        ["Retry.MaxRetryAttempts is -1"] = o => o.Retry.MaxRetryAttempts = -1,
        ["Retry.BaseDelay is 00:00:00"] = o => o.Retry.BaseDelay = TimeSpan.Zero,
        ["Retry.MaxDelay is"] = o => o.Retry.MaxDelay = TimeSpan.FromTicks(1),
        ["Retry.ShouldRetry is null"] = o => o.Retry.ShouldRetry = null!,
        ["Audio is null"] = o => o.Audio = null!,
        ["Audio.MaxBytes is 1023"] = o => o.Audio.MaxBytes = 1023,
        ["Audio.MaxDuration is 00:00:00"] = o => o.Audio.MaxDuration = TimeSpan.Zero,
        ["Audio.FullPolicy is 9"] = o => o.Audio.FullPolicy = (AudioBufferFullPolicy)9,
        ["Audio.TargetChunkDuration is 00:00:02"] = o => o.Audio.TargetChunkDuration = TimeSpan.FromSeconds(2),
        ["Audio.MaxChunkLatency is 00:00:00"] = o => o.Audio.MaxChunkLatency = TimeSpan.Zero,
        ["Http is null"] = o => o.Http = null!,
        ["Http.ConnectTimeout is"] = o => o.Http.ConnectTimeout = TimeSpan.Zero,
        ["Http.KeepAlivePingDelay is"] = o => o.Http.KeepAlivePingDelay = TimeSpan.Zero,
        ["Http.KeepAlivePingTimeout is"] = o => o.Http.KeepAlivePingTimeout = TimeSpan.Zero,
        ["RequestTimeout is"] = o => o.RequestTimeout = TimeSpan.Zero,
        ["OpenTimeout is"] = o => o.OpenTimeout = TimeSpan.FromDays(2),
        ["OpenConfirmationTimeout is"] = o => o.OpenConfirmationTimeout = TimeSpan.FromTicks(-1),
        ["FlushTimeout is"] = o => o.FlushTimeout = TimeSpan.Zero,
        ["DrainTimeout is"] = o => o.DrainTimeout = TimeSpan.Zero,
        ["Profile is blank (\" \")"] = o => o.Profile = " ",
        ["Profile is \"customers//p\": take out slashes at the start and the end, and double ones: no segment may be empty"]
            = o => o.Profile = "customers//p",
        ["Profile is \"a/..\": take out the segment \"..\""] = o => o.Profile = "a/..",
        ["Profile is \"a\\uD83D\": take out the lone surrogate"] = o => o.Profile = "a\uD83D",
        ["HoldEventNaming is 5; give one of Hold, CallHold"] = o => o.HoldEventNaming = (HoldEventNaming)5,
        ["DuplicateCallIds is 7"] = o => o.DuplicateCallIds = (DuplicateCallIdPolicy)7,
        ["ResponseBufferCapacity is 0"] = o => o.ResponseBufferCapacity = 0,
        ["TimeProvider is null"] = o => o.TimeProvider = null!,
    };

    public static TheoryData<string> Faults() => [.. Wrong.Keys];

    [Theory, MemberData(nameof(Faults))]
    public void A_wrong_option_is_named_with_its_value_and_the_fix(string fault)
    {
        var options = Valid();
        Wrong[fault](options);
        var refusal = Assert.Throws<ArgumentException>(() => new VoiceCallSessionClient(options));
        Assert.Contains(fault, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("options", refusal.ParamName);
        Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://x", "ftp://x/", "replace the scheme")]
    [InlineData("api.example.com", "api.example.com", "add the scheme")]
    [InlineData("api.example.com/?key=hunter2", "api.example.com/", "add the scheme")]
    [InlineData("user:hunter2@api.example.com", "api.example.com", "replace the scheme")]
    [InlineData("https://x/path", "https://x/path", "remove the path")]
    [InlineData("https://x:8443/?key=hunter2", "https://x:8443/", "remove the query")]
    [InlineData("https://x#hunter2", "https://x/", "remove the fragment")]
    [InlineData("https://hunter2@x", "https://x/", "remove the user info before the @")]
    [InlineData("https://user:hunter2@x", "https://x/", "remove the user info before the @")]
    [InlineData("https://x/v1?key=hunter2", "https://x/v1", "remove the path and the query")]
    [InlineData(
        "https://u:hunter2@x/v1?k=hunter2#hunter2", "https://x/v1",
            "remove the user info before the @, the path, the query and the fragment")]
    public void The_wrong_part_of_the_endpoint_is_named_and_no_secret_with_it(string endpoint, string shown, string fix)
    {
        var options = Valid();
        options.Endpoint = new Uri(endpoint, UriKind.RelativeOrAbsolute);
        var refusal = Assert.Throws<ArgumentException>(() => new VoiceCallSessionClient(options));
        var expected = $"Endpoint is \"{shown}\"; give scheme (http or https), host and port alone ({fix}), for example https://";
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var options = Valid();
        options.Endpoint = null;
        options.ResponseBufferCapacity = 0;
        options.Audio.MaxBytes = 0;
        var refusal = Assert.Throws<ArgumentException>(() => new VoiceCallSessionClient(options));
        Assert.Contains("Endpoint is missing", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ResponseBufferCapacity", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Audio.MaxBytes", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:1")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://[::1]:1")]
    [InlineData("https://example.com")]
    [InlineData("https://api-acme.cresta.com")]
    [InlineData("https://api-acme.us-west-2-prod.cresta.ai")]
    public async Task A_credential_may_go_to_this_machine_in_clear_and_anywhere_over_tls(string endpoint)
    {
        await using var client = new VoiceCallSessionClient(new Uri(endpoint), CrestaCredential.FromApiKey("k"));
    }

    [Fact]
    public async Task A_credential_goes_elsewhere_in_clear_only_by_name()
    {
        await using var client = new VoiceCallSessionClient(
            new VoiceCallSessionClientOptions
            {
                Endpoint = new Uri("http://example.com"),
                Credential = CrestaCredential.FromApiKey("k"),
                AllowInsecureCredentials = true
            });
    }

    [Fact]
    public async Task Later_changes_to_the_options_do_not_reach_the_client()
    {
        var options = Valid();
        await using var client = new VoiceCallSessionClient(options);
        options.Endpoint = null;
        options.Retry.ShouldRetry = null!;
    }

    private static VoiceCallSessionClientOptions Valid() => new() { Endpoint = new Uri("https://example.com") };
}
