using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Secrecy;

/// <summary>The canary sings: what is given away on purpose is found, in every form and in every place.</summary>
[Collection(Exclusive.Name)]
public sealed class CanaryDetectionTests
{
    private static readonly Dictionary<string, Func<byte[], string>> Forms = new(StringComparer.Ordinal)
    {
        ["hex"] = Convert.ToHexString,
        ["small hex"] = Convert.ToHexStringLower,
        ["hex with dashes"] = BitConverter.ToString,
        ["base64"] = Convert.ToBase64String,
        ["base64 of a URL"] = bytes => System.Buffers.Text.Base64Url.EncodeToString(bytes),
        ["raw"] = Encoding.Latin1.GetString,
        ["UTF-8"] = Encoding.UTF8.GetString,
        ["a list"] = bytes => string.Join(", ", bytes),
        ["a message"] = bytes => JsonFormatter.Default.Format(new V1.AudioContent { AudioContent_ = ByteString.CopyFrom(bytes) }),
    };

    public static TheoryData<string> Names => [.. Forms.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Audio_is_found_in_any_form(string form)
    {
        var canary = new Canary();
        for (var start = 100; start < 104; start++)
        {
            Assert.NotNull(canary.FindIn($"the audio is {Forms[form](canary.Audio[start..(start + 40)])}."));
        }

        Assert.Null(canary.FindIn($"the audio is {Forms[form](new Canary().Audio)}."));
    }

    [Theory]
    [InlineData($"?client_secret={Canary.Secret}&")]
    [InlineData($"Authorization: Bearer {Canary.Token}")]
    [InlineData("Basic Y2xpZW50LWNhbmFyeTpzZWNyZXQtY2FuYXJ5LTdmM2E5MWMyZTU1ZA==")]
    public void Secrets_are_found(string text) => Assert.NotNull(new Canary().FindIn(text));

    [Fact]
    public void Every_place_is_looked_at()
    {
        using var source = new ActivitySource("canary");
        using var meter = new Meter("canary");
        using var told = new Told();
        var exception = new InvalidOperationException("in-exception");
        told.Log.Log(LogLevel.Trace, default, "in-log", exception, static (state, _) => state);
        using (told.Log.BeginScope(new Dictionary<string, object?>(StringComparer.Ordinal) { ["key"] = "in-scope" }))
        {
            using var activity = source.StartActivity("in-name");
            activity!.SetTag("key",
                "in-tag").AddEvent(new ActivityEvent("e", tags: new() { ["key"] = "in-event" })).SetStatus(ActivityStatusCode.Error,
                "in-status").AddBaggage("key", "in-baggage");
        }

        meter.CreateCounter<long>("c").Add(1, new KeyValuePair<string, object?>("key", "in-metric"));

        Assert.All(
            ["in-exception", "in-log", "in-scope", "in-name", "in-tag", "in-event", "in-status", "in-baggage", "in-metric"],
            place => Assert.Contains(told.Texts, text => text.Contains(place, StringComparison.Ordinal)));
    }
}
