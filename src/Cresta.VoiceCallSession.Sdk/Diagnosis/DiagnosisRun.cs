using Cresta.VoiceCallSession.Sdk.Client.Runtime;
using Cresta.VoiceCallSession.Sdk.Diagnosis.Checks;
using Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;
using Cresta.VoiceCallSession.Sdk.Errors;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis;

/// <summary>
/// Makes the checks one after the other, in the order of a call's way, each in its time, and skips what rests on a failed one.
/// </summary>
internal sealed class DiagnosisRun
{
    private static readonly ICheck[] Checks =
    [
        new DnsCheck(), new TcpCheck(), new ProxyCheck(), new TlsCheck(), new Http2Check(),
        new TokenCheck(), new ServiceCheck(), new AuthorizationCheck(), new DuplexCheck(), new ClockCheck(),
    ];

    private readonly DiagnosisContext _context;

    /// <summary>Names of checks that did not come to pass, each with the one that failed first.</summary>
    private readonly Dictionary<string, string> _blocked = new(StringComparer.Ordinal);

    private DiagnosisRun(DiagnosisContext context) => _context = context;

    public static async Task<DiagnosisReport> RunAsync(
        ClientRuntime runtime, DiagnosisOptions options, CancellationToken cancellationToken)
    {
        using var context = new DiagnosisContext(runtime, options);
        var run = new DiagnosisRun(context);
        var (started, timestamp) = (context.TimeProvider.GetUtcNow(), context.TimeProvider.GetTimestamp());
        var checks = new List<DiagnosisCheck>();
        foreach (var check in Checks)
        {
            checks.Add(await run.RunAsync(check, cancellationToken).ConfigureAwait(false));
        }

        return new DiagnosisReport
        {
            Endpoint = context.Address,
            Transport = runtime.Options.Transport,
            Started = started,
            DurationMs = run.MillisecondsSince(timestamp),
            Checks = checks,
        };
    }

    private async Task<DiagnosisCheck> RunAsync(ICheck check, CancellationToken cancellationToken)
    {
        var started = _context.TimeProvider.GetTimestamp();
        Finding finding;
        if (check.RestsOn.FirstOrDefault(_blocked.ContainsKey) is { } missing)
        {
            var culprit = _blocked[check.Name] = _blocked[missing];
            finding = new Finding(DiagnosisStatus.Skipped, $"skipped, because {culprit} failed",
                $"Fix {culprit} first, then run the diagnosis again.");
        }
        else
        {
            finding = await FindAsync(check, cancellationToken).ConfigureAwait(false);
            if (finding.Status == DiagnosisStatus.Failed)
            {
                _blocked[check.Name] = check.Name;
            }
        }

        return new DiagnosisCheck
        {
            Name = check.Name,
            Status = finding.Status,
            Finding = _context.Redaction.Apply(finding.Text),
            NextStep = _context.Redaction.Apply(finding.NextStep),
            DurationMs = MillisecondsSince(started),
            Facts = finding.Facts.ToDictionary(
                static fact => fact.Key, fact => _context.Redaction.Apply(fact.Value), StringComparer.Ordinal),
        };
    }

    private async Task<Finding> FindAsync(ICheck check, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_context.Options.CheckTimeout, _context.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await check.RunAsync(_context, either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever a check stumbles over is what it has found.
        catch (Exception e)
#pragma warning restore CA1031
        {
            cancellationToken.ThrowIfCancellationRequested();
            return timeout.IsCancellationRequested && e is OperationCanceledException
                ? Finding.Failed(
                    FormattableString.Invariant($"no result within {_context.Options.CheckTimeout.TotalSeconds:0.###} s"),
                    "Check for a firewall or middlebox that drops packets; if the network is only slow, allow more time by "
                        + "CheckTimeout.")
                : Finding.Failed(FailureText.OneLineOf(e), ErrorAdvice.For(StatusCode.Unavailable, TransportErrorClassifier.Classify(e)));
        }
    }

    private double MillisecondsSince(long timestamp) => Math.Round(_context.TimeProvider.GetElapsedTime(timestamp).TotalMilliseconds, 3);
}
