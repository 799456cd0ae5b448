using System.Net;
using System.Net.Http.Headers;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>A whole response.</summary>
internal sealed record RestReply(HttpStatusCode Status, Version Version, HttpResponseHeaders Headers, string? ContentType, string Body)
{
    public RestReply(HttpResponseMessage response, string body)
        : this(response.StatusCode, response.Version, response.Headers, response.Content.Headers.ContentType?.ToString(), body)
    {
    }
}
