using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Codecs;

/// <summary>Reads the headers of a request.</summary>
internal static class RequestHead
{
    private const string GrpcContentType = "application/grpc";

    /// <summary>Value of a header; empty when there is none.</summary>
    public static string Value(IReadOnlyList<HeaderField> headers, string name) =>
        headers.FirstOrDefault(field => field.Name.Equals(name, StringComparison.Ordinal)).Value ?? "";

    /// <summary>The transport and the method of the request, by its content type and its path.</summary>
    public static ICallCodec CodecFor(IReadOnlyList<HeaderField> headers)
    {
        var target = Value(headers, ":path");
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = Uri.UnescapeDataString(query < 0 ? target : target[..query]);
        return Value(headers, "content-type").StartsWith(GrpcContentType, StringComparison.OrdinalIgnoreCase)
            ? new GrpcCodec(RequestMethod.OfGrpc(path), Value(headers, "grpc-encoding") is { Length: > 0 } encoding ? encoding : null)
            : new RestCodec(RequestMethod.OfRest(path));
    }
}
