using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;
using Cresta.VoiceCallSession.Sdk.Telemetry;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Checks;

/// <summary>
/// Whether answers come while a request is still open, or something on the way holds the one or the other back until it is whole.
/// </summary>
internal sealed class DuplexCheck : ICheck
{
    // Three waits have to fit into a check's time, with room for everything else.
    private const double Share = 0.25;

    // Some servers answer only what has an id.
    private const string FirstId = "1";

    public string Name => CheckNames.Duplex;

    public IReadOnlyList<string> RestsOn => [CheckNames.Service, CheckNames.Authorization];

    public async Task<Finding> RunAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        var probe = new ServiceProbe(context, context.Service!.Transport);
        var started = context.TimeProvider.GetTimestamp();
        using var stream = new OpenProbe(context.Http, probe);
        var finding = context.Options.TestCall is { } configuration
            ? await WithCallAsync(context, stream,
                probe.Encode(new StreamCallSessionRequest { StreamingConfig = configuration, SequenceId = FirstId }),
                cancellationToken).ConfigureAwait(false)
            : await WithRefusalAsync(context, stream, probe, cancellationToken).ConfigureAwait(false);
        finding.With("probe", context.Options.TestCall is null ? "a stream to be refused" : "a test call");
        finding.With("firstSignMs", string.Create(
            CultureInfo.InvariantCulture,
            $"{context.TimeProvider.GetElapsedTime(started).TotalMilliseconds:0.#}"));
        return finding;
    }

    private static async Task<Finding> WithRefusalAsync(
        DiagnosisContext context, OpenProbe stream, ServiceProbe probe, CancellationToken cancellationToken)
    {
        // A service that waits for more than nothing still has to break off at what is no message.
        foreach (var message in new[] { probe.Empty, probe.Unreadable })
        {
            await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
            if (await WaitAsync(context, stream, cancellationToken).ConfigureAwait(false) is not null)
            {
                return Finding.Passed("a response is received while the request is still open; only a test call shows whether an "
                    + "intermediary buffers single responses of a stream");
            }
        }

        stream.HalfClose();
        return await WaitAsync(context, stream, cancellationToken).ConfigureAwait(false) is null ? Silent() : Held();
    }

    private static async Task<Finding> WithCallAsync(
        DiagnosisContext context, OpenProbe stream, byte[] configuration, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(configuration, cancellationToken).ConfigureAwait(false);
        var early = await WaitAsync(context, stream, cancellationToken).ConfigureAwait(false);
        stream.HalfClose();
        if (early is { } sign)
        {
            await stream.DrainAsync(context.Options.CheckTimeout * Share, context.TimeProvider, cancellationToken).ConfigureAwait(false);
            return sign.IsAnswer
                ? Finding.Passed("the answer to the test call's configuration came while the stream was still open")
                : Finding.Warning(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the service ended the test call's stream at once (HTTP {sign.HttpStatus}), so that responses of a stream "
                            + $"could not be checked"),
                    "Check the test call's profile and configuration by opening a call of the kind.");
        }

        return await WaitAsync(context, stream, cancellationToken).ConfigureAwait(false) switch
        {
            null => Silent(),
            { IsAnswer: true } => Held(),
            _ =>
                Finding.Warning("the service gave the test call no answer at all, so that nothing can be said of answers on the way",
                "Look at the acknowledgements in the report of a real call."),
        };
    }

    private static Finding Held() => Finding.Failed(
        "no response was received before the request had ended: an intermediary buffers whole requests or responses",
        BufferingAdvice.Text);

    private static Finding Silent() => Finding.Warning(
        "no response was received, neither while the request was open nor after its end, so that buffering could not be checked",
            "Run the diagnosis again with a longer CheckTimeout, or with a test call.");

    /// <summary>Null where nothing came in time.</summary>
    private static async Task<StreamFirstResponse?> WaitAsync(DiagnosisContext context, OpenProbe stream,
        CancellationToken cancellationToken)
    {
        try
        {
            return await stream.FirstResponse.WaitAsync(
                context.Options.CheckTimeout * Share, context.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
