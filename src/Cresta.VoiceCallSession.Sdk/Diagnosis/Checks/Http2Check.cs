using System.Net;
using Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;
using Cresta.VoiceCallSession.Sdk.Errors;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Checks;

/// <summary>Whether the endpoint answers over HTTP/2, without which there are no streams, and how fast.</summary>
internal sealed class Http2Check : ICheck
{
    private const string Http11Only = "the endpoint, or an intermediary, only supports HTTP/1.1: single events can be sent over "
        + "REST, calls cannot be opened";

    public string Name => CheckNames.Http2;

    public IReadOnlyList<string> RestsOn => [CheckNames.Tls];

    public async Task<Finding> RunAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        ProbeAnswer first;
        try
        {
            first = await context.FirstAnswer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var speaksHttp11 = Http2UnsupportedDetector.IsShownBy(e, clearText: !context.IsTls)
                || (!context.IsTls && await AnswersHttp11Async(context, cancellationToken).ConfigureAwait(false));
            return speaksHttp11 ? OldHttp(context) : Broken(context, e);
        }

        if (first.HttpVersion.Major < 2)
        {
            return OldHttp(context).With("version", first.HttpVersion.ToString());
        }

        var started = context.TimeProvider.GetTimestamp();
        await HealthRequest.SendAsync(context, cancellationToken).ConfigureAwait(false);
        var roundTrip = FormattableString.Invariant($"{context.TimeProvider.GetElapsedTime(started).TotalMilliseconds:0.#}");
        var finding = HealthRequest.IsNotServing(first)
            ? Finding.Warning($"answers over HTTP/2 in {roundTrip} ms, but reports NOT_SERVING",
                "Wait; report it to Cresta if it persists.")
            : Finding.Passed($"answers over HTTP/2 in {roundTrip} ms");
        finding.With("version", first.HttpVersion.ToString());
        finding.With("roundTripMs", roundTrip);
        return finding;
    }

    /// <summary>
    /// A refusal of HTTP/2 may be lost with the connection that is closed on it. In clear text, where no handshake has settled the version,
    /// only asking in HTTP/1.1 then tells it from a fault of the network. An HTTP/2 server that is asked so may answer too, but only that
    /// it does not understand (400).
    /// </summary>
    private static async Task<bool> AnswersHttp11Async(DiagnosisContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await HealthRequest.SendOverHttp11Async(context, cancellationToken).ConfigureAwait(false) is
            {
                HttpVersion.Major: 1,
                HttpStatus: not HttpStatusCode.BadRequest
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // It does not speak that either; the first failure is the one to report.
            return false;
        }
    }

    private static Finding OldHttp(DiagnosisContext context) => Finding.Failed(
        Http11Only,
        context.IsTls
            ? "Enable HTTP/2 (ALPN h2) on the load balancer or gateway at the endpoint, or on the middlebox that terminates TLS."
            : "Check the endpoint's port; clear-text HTTP/2 must be supported there with prior knowledge. Prefer https.");

    private static Finding Broken(DiagnosisContext context, Exception failure)
    {
        var text = $"the connection is open, but there is no response: {FailureText.OneLineOf(failure)}";
        return context.IsTls && context.Connection?.Secured is { IsCompletedSuccessfully: true } && IsBreak(failure)
            ? Finding.Failed(text,
                "If the server requires a client certificate, set SslOptions.ClientCertificates in Http.ConfigureHandler; else check "
                    + "which server closes the connection.")
            : Finding.Failed(text, ErrorAdvice.For(StatusCode.Unavailable, TransportErrorClassifier.Classify(failure)));
    }

    /// <summary>
    /// Whether the connection was there and then was not, in whichever words; a server that ends it in HTTP/2's own has another reason than
    /// its TLS.
    /// </summary>
    private static bool IsBreak(Exception failure) => !ExceptionChain.Of(failure).Any(static e => e is HttpProtocolException);
}
