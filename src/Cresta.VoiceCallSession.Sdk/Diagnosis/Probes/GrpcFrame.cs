using System.Buffers.Binary;
using System.Net.Http.Headers;
using Cresta.VoiceCallSession.Sdk.Http;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>gRPC's framing, spoken by hand: a probe wants to see whatever comes back, also where that is no gRPC.</summary>
internal static class GrpcFrame
{
    public const int HeaderBytes = 5;

    /// <summary>A byte that says that it is not compressed, four bytes of length, the message.</summary>
    public static byte[] Of(byte[] message)
    {
        var frame = new byte[HeaderBytes + message.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)message.Length);
        message.CopyTo(frame, HeaderBytes);
        return frame;
    }

    /// <summary>The headers of a gRPC request.</summary>
    public static void Describe(HttpRequestMessage request)
    {
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        HttpMetadata.CopyTo(request.Headers, metadata: null);
    }
}
