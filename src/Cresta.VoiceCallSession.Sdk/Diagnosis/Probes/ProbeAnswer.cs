using System.Globalization;
using System.Net;
using Cresta.VoiceCallSession.Sdk.Http;
using Cresta.VoiceCallSession.Sdk.Transport.Rest;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>What was answered to a probe, whoever answered.</summary>
internal sealed record ProbeAnswer(HttpStatusCode HttpStatus, Version HttpVersion, string? MediaType, ReadOnlyMemory<byte> Body)
{
    private const string StatusTrailer = "grpc-status";
    private const string MessageTrailer = "grpc-message";

    /// <summary>gRPC's status, or null where the answer names none.</summary>
    public StatusCode? GrpcCode { get; init; }

    public string GrpcMessage { get; init; } = "";

    public Uri? Location { get; init; }

    /// <summary>How far this machine's clock is ahead, by the answer's <c>Date</c>; null where it has none.</summary>
    public TimeSpan? ClockSkew { get; init; }

    public bool IsGrpc =>
        HttpStatus == HttpStatusCode.OK && MediaType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    public bool IsJson => MediaType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;

    public bool IsHtml => HttpFailure.IsHtml(MediaType);

    /// <summary>Whether it comes from something that does not reach what it stands for.</summary>
    public bool IsGatewayFailure => HttpStatusMapping.IsGatewayFailure(HttpStatus);

    /// <summary>Reads an answer to its end, as far as that tells anything.</summary>
    public static async Task<ProbeAnswer> ReadAsync(
        HttpResponseMessage response, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var skew = timeProvider.GetUtcNow() - response.Headers.Date;
        var body = await BoundedBody.ReadErrorAsync(response.Content, timeProvider, cancellationToken).ConfigureAwait(false);
        return new ProbeAnswer(response.StatusCode, response.Version, response.Content.Headers.ContentType?.MediaType, body)
        {
            GrpcCode = int.TryParse(Trailer(response, StatusTrailer), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
                ? (StatusCode)code : null,
            GrpcMessage = Uri.UnescapeDataString(Trailer(response, MessageTrailer) ?? ""),
            Location = response.Headers.Location,
            ClockSkew = skew,
        };
    }

    // An answer without a body has its trailers among its headers.
    private static string? Trailer(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.NonValidated.TryGetValues(name, out var trailer)
            || response.Headers.NonValidated.TryGetValues(name, out trailer) ? trailer.ToString() : null;
}
