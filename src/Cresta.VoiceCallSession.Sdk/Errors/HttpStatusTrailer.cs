using System.Globalization;
using System.Net;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>
/// The HTTP status of a refused REST request, among the failure's trailers: the body's code outranks it, but it may be the only hint at the
/// cause.
/// </summary>
internal static class HttpStatusTrailer
{
    private const string Key = "http-status";

    public static void Add(Metadata trailers, HttpStatusCode status) =>
        trailers.Add(Key, ((int)status).ToString(CultureInfo.InvariantCulture));

    /// <summary>The HTTP status, or null if the failure has none.</summary>
    public static HttpStatusCode? Read(Metadata? trailers) =>
        int.TryParse(trailers?.GetValue(Key), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? (HttpStatusCode)status
            : null;
}
