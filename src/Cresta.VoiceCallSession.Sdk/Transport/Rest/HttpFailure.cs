using System.Net;
using System.Text;
using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Http;
using Google.Protobuf;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>
/// An answer that is no success, as the exception that gRPC would throw for it. The body's code outranks the HTTP status.
/// </summary>
internal static class HttpFailure
{
    private const int MaxTextLength = 256;

    /// <summary>Whether an answer comes from the service at all, as far as its head tells.</summary>
    public static bool IsSuccess(HttpResponseMessage response) =>
        response.IsSuccessStatusCode && !IsHtml(response.Content.Headers.ContentType?.MediaType);

    public static async Task<RpcException> ReadAsync(
        HttpResponseMessage response, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var body = await BoundedBody.ReadErrorAsync(response.Content, timeProvider, cancellationToken).ConfigureAwait(false);
        var status = ReadStatus(response.StatusCode, response.Content.Headers.ContentType?.MediaType, response.Headers.Location, body);
        var retryAfter = response.Headers.RetryAfter?.ToString();
        return IsServices(response.StatusCode, status, body)
            ? Of(status, retryAfter, response.StatusCode) : OfIntermediary(response, status, retryAfter);
    }

    /// <summary>
    /// Whether the body is a status of the service's. A gateway that has no such path has a body of that form, too, with UNKNOWN under an
    /// HTTP status that UNKNOWN does not map to.
    /// </summary>
    private static bool IsServices(HttpStatusCode httpStatus, RpcStatus status, ReadOnlyMemory<byte> body) =>
        NamesCode(body) && (
            status.Code != (int)StatusCode.Unknown || httpStatus is HttpStatusCode.InternalServerError || IsSuccess(httpStatus));

    /// <summary>The exception of a response whose body is no status of the service's: it comes from something in between.</summary>
    private static RpcException OfIntermediary(HttpResponseMessage response, RpcStatus status, string? retryAfter)
    {
        var code = (StatusCode)status.Code;
        if (!IntermediaryStatus.IsPermanent(response.StatusCode) && code is not (StatusCode.Unavailable or StatusCode.ResourceExhausted))
        {
            code = StatusCode.Unavailable;
        }

        var cause = new IntermediaryResponseException(response.StatusCode, code, response.Version, retryAfter, status.Message);
        return new RpcException(new Status(code, status.Message, cause));
    }

    /// <summary>The exception of a status, with its details where gRPC has them.</summary>
    public static RpcException Of(RpcStatus status, string? retryAfter = null, HttpStatusCode? httpStatus = null)
    {
        var trailers = new Metadata { { RpcStatusTrailer, status.ToByteArray() } };
        if (retryAfter is not null)
        {
            trailers.Add(ServerDelay.RetryAfterHeader, retryAfter);
        }

        if (httpStatus is { } code)
        {
            HttpStatusTrailer.Add(trailers, code);
        }

        return new RpcException(new Status((StatusCode)status.Code, status.Message), trailers);
    }

    public static RpcStatus ReadStatus(HttpStatusCode httpStatus, string? mediaType, Uri? location, ReadOnlyMemory<byte> body)
    {
        var status = ReadJson(body) ?? new RpcStatus();
        if (status.Code == 0)
        {
            status.Code = (int)(IsSuccess(httpStatus) ? StatusCode.Unknown : HttpStatusMapping.ToGrpc(httpStatus));
        }

        if (status.Message.Length == 0)
        {
            status.Message = Describe(httpStatus, mediaType, location, body);
        }

        return status;
    }

    private const string RpcStatusTrailer = "grpc-status-details-bin";

    private static bool IsSuccess(HttpStatusCode status) => (int)status is >= 200 and < 300;

    private static bool NamesCode(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(Utf8Text.Sanitize(body));
            return StatusJson.NamesCode(json.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static RpcStatus? ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(Utf8Text.Sanitize(body));
            return StatusJson.ReadError(json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Describe(HttpStatusCode httpStatus, string? mediaType, Uri? location, ReadOnlyMemory<byte> body)
    {
        var answer = $"the endpoint answered HTTP {(int)httpStatus}";
        if ((int)httpStatus is >= 300 and < 400)
        {
            var target = location is { IsAbsoluteUri: true }
                ? $" to {location.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}" : "";
            return $"{answer}, a redirect{target}, which is not followed, because it could carry the credential to another host; set "
                + $"the endpoint to the service's own address";
        }

        if (IsHtml(mediaType))
        {
            return $"{answer} with an HTML page, which comes from an intermediary, not from the service";
        }

        var text = Printable(Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, MaxTextLength)]));
        return text.Length == 0 ? $"{answer} without a readable body" : $"{answer}: {text}";
    }

    public static bool IsHtml(string? mediaType) => mediaType is not null && mediaType.Contains("html", StringComparison.OrdinalIgnoreCase);

    /// <summary>What somebody else wrote, fit for a message of ours.</summary>
    public static string Printable(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)).Trim();
}
