using System.Net.Http.Headers;
using System.Reflection;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Http;

/// <summary>gRPC's metadata as HTTP headers, and back.</summary>
internal static class HttpMetadata
{
    private static readonly ProductInfoHeaderValue UserAgent = new(
        "Cresta.VoiceCallSession.Sdk", typeof(HttpMetadata).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version ?? "0");

    public static void CopyTo(HttpRequestHeaders headers, Metadata? metadata)
    {
        headers.UserAgent.Add(UserAgent);
        headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (var entry in metadata ?? [])
        {
            if (!entry.IsBinary)
            {
                headers.TryAddWithoutValidation(entry.Key, entry.Value);
            }
        }
    }

    public static Metadata Read(HttpResponseHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            var key = name.ToLowerInvariant();
            if (key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && !key.EndsWith(
                Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
            {
                metadata.Add(key, values.ToString());
            }
        }

        return metadata;
    }
}
