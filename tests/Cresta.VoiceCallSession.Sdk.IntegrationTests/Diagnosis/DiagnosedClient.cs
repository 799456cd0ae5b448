using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Diagnosis;

/// <summary>A client that is made to be diagnosed.</summary>
internal static class DiagnosedClient
{
    /// <summary>The checks in their order.</summary>
    public static string[] Checks { get; } = ["dns", "tcp", "proxy", "tls", "http2", "token", "service", "authorization", "duplex",
        "clock"];

    public static async Task<DiagnosisReport> DiagnoseAsync(
        VoiceCallSessionTransport transport, Uri endpoint, Action<VoiceCallSessionClientOptions>? configure = null,
            DiagnosisOptions? how = null)
    {
        var options = new VoiceCallSessionClientOptions { Endpoint = endpoint, Transport = transport };
        configure?.Invoke(options);
        await using var client = new VoiceCallSessionClient(options);
        var report = await client.DiagnoseAsync(how ?? new DiagnosisOptions()).WaitAsync(CallRig.Watchdog);
        Assert.Equal(Checks, report.Checks.Select(check => check.Name));
        Assert.All(report.Checks, check => Assert.NotEmpty(check.Finding));
        Assert.All(report.Checks, check => Assert.NotEmpty(check.NextStep));
        return report;
    }

    public static Task<DiagnosisReport> DiagnoseAsync(
        VoiceCallSessionTransport transport, FakeVoiceCallSessionServer server, Action<VoiceCallSessionClientOptions>? configure = null,
            DiagnosisOptions? how = null) =>
        DiagnoseAsync(transport, server.Endpoint, configure, how);

    public static DiagnosisCheck Of(this DiagnosisReport report, string name) => report.Checks.Single(check => check.Name == name);

    /// <summary>The check has this status, and its finding and next step have these words.</summary>
    public static DiagnosisCheck Expect(
        this DiagnosisReport report, string name, DiagnosisStatus status, string finding = "", string nextStep = "")
    {
        var check = report.Of(name);
        Assert.True(
            check.Status == status && check.Finding.Contains(finding, StringComparison.Ordinal)
                && check.NextStep.Contains(nextStep, StringComparison.Ordinal),
            $"Expected {name} {status}, \"{finding}\", \"{nextStep}\" in\n{report.ToJson()}");
        return check;
    }

    /// <summary>The check failed, and those after it that rest on it were skipped and say so.</summary>
    public static DiagnosisCheck ExpectFailure(
        this DiagnosisReport report, string name, string finding, string nextStep, params string[] skipped)
    {
        foreach (var follower in skipped)
        {
            report.Expect(follower, DiagnosisStatus.Skipped, $"because {name} failed", $"Fix {name} first");
        }

        Assert.Equal(DiagnosisStatus.Failed, report.Status);
        return report.Expect(name, DiagnosisStatus.Failed, finding, nextStep);
    }
}
