using System.Net;
using Cresta.VoiceCallSession.Sdk.Testing.Hosting;
using Cresta.VoiceCallSession.Sdk.Testing.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cresta.VoiceCallSession.Sdk.Testing.Conversations;

/// <summary>What the conversation asks of an HTTP request, the same for every front end.</summary>
internal static class RequestMetadata
{
    public static RequestOrigin OriginOf(HttpContext context, CallTransport transport) => new(
        transport,
        HttpProtocol.IsHttp2(context.Request.Protocol) ? HttpVersion.Version20 : HttpVersion.Version11,
        HeadersOf(context),
        context.Features.GetRequiredFeature<TrackedConnection>());

    private static Dictionary<string, string> HeadersOf(HttpContext context)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in context.Request.Headers)
        {
#pragma warning disable CA1308 // HTTP/2 knows header names in lower case only.
            headers[name.ToLowerInvariant()] = values.ToString();
#pragma warning restore CA1308
        }

        return headers;
    }
}
