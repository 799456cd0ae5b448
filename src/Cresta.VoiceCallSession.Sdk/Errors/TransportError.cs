using System.Net;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>
/// What below the service's own statuses made a request fail, read from types and codes, not from texts where there is another way.
/// </summary>
/// <param name="StatusCode">The status that the cause stands for, where it is not the one that the transport reported.</param>
/// <param name="Error">The kind of network error, where there was one.</param>
/// <param name="IsPermanent">
/// Whether it looks as if it stays so however often it is tried: a certificate, a protocol, a proxy that refuses. Of an endpoint that has
/// not proved itself.
/// </param>
/// <param name="IsIntermediary">Whether something else than the service answered.</param>
internal readonly record struct TransportError(
    StatusCode? StatusCode, HttpRequestError? Error, bool IsPermanent, bool IsIntermediary)
{
    /// <summary>How long an intermediary's answer asks to wait, as its header has it, or null.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>
    /// The HTTP status of an intermediary's answer, or under which a REST request was refused, whatever its body says; or null.
    /// </summary>
    public HttpStatusCode? HttpStatus { get; init; }
}
