using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.Laboratory.Rig;

/// <summary>Writes the streams of calls to the test's output.</summary>
internal static class AttemptLog
{
    public static void WriteAttempts(this ITestOutputHelper log, params IReadOnlyList<CallReport> reports)
    {
        log.WriteLine($"streams of each call: {string.Join(' ', reports.Select(report => report.Attempts.Count))}");
        foreach (var attempt in reports.MaxBy(report => report.Attempts.Count)!.Attempts)
        {
            log.WriteLine($"call with the most: {attempt.Cause}, {attempt.DurationMs:0} ms, {attempt.Status}: {attempt.Reason}");
        }
    }
}
