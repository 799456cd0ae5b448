using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples;

/// <summary>What a sample's process left behind.</summary>
internal sealed partial record SampleResult(int ExitCode, string Output, string Error)
{
    /// <summary>The one JSON object that standard output holds. Anything beside it fails.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        Assert.Equal(1, Output.Count(c => c == '\n'));
        return document.RootElement.Clone();
    }

    public SampleResult Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"Exit code {ExitCode} instead of {exitCode}.\n{Output}\n{Error}");
        Assert.DoesNotMatch(StackFrame(), Error);
        return this;
    }

    [GeneratedRegex(@"^\s+at ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StackFrame();
}
