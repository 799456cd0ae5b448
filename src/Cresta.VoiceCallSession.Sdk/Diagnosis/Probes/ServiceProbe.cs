using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Http;
using Cresta.VoiceCallSession.Sdk.Sessions.Context;
using Cresta.VoiceCallSession.Sdk.Transport.Rest;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>
/// Asks for a stream of <c>StreamCallSession</c>, over gRPC or REST, and begins it with a message that names no call, so that there is
/// nothing that the service could do but refuse it.
/// </summary>
internal sealed class ServiceProbe(DiagnosisContext context, VoiceCallSessionTransport transport)
{
    // A tag with field number 0 and wire type 7, which no parser takes.
    private static readonly byte[] NoMessage = [0x07];

    private static readonly RestRoute Rest = RestRoute.Of(VoiceCallSessionService.Descriptor.FindMethodByName("StreamCallSession"));

    private bool IsGrpc => transport == VoiceCallSessionTransport.Grpc;

    /// <summary>A request with nothing set: it is whole, and asks for nothing.</summary>
    public byte[] Empty => Encode(new StreamCallSessionRequest());

    /// <summary>What cannot even be read as a message, so that whoever reads it can but break off.</summary>
    public byte[] Unreadable => IsGrpc ? GrpcFrame.Of(NoMessage) : "]\n"u8.ToArray();

    public byte[] Encode(StreamCallSessionRequest message) =>
        IsGrpc ? GrpcFrame.Of(message.ToByteArray()) : Encoding.UTF8.GetBytes($"{JsonMessages.Formatter.Format(message)}\n");

    public HttpRequestMessage NewRequest(HttpContent content)
    {
        var address = IsGrpc ? new Uri(context.Endpoint, context.Calls.Methods.StreamCallSession.FullName) : Rest.Resolve(context.Endpoint);
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact
        };
        if (IsGrpc)
        {
            GrpcFrame.Describe(request);
        }
        else
        {
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            HttpMetadata.CopyTo(request.Headers, metadata: null);
        }

        foreach (var entry in ClientServices.HeadersOf(context.Authorization))
        {
            request.Headers.TryAddWithoutValidation(entry.Key, entry.Value);
        }

        return request;
    }

    /// <summary>Sends the empty message, ends the stream, and waits for what comes. Never faults, but for the token.</summary>
    public async Task<ServiceAnswer> SendAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, context.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = NewRequest(new ReadOnlyMemoryContent(Empty));
            using var response = await context.Http.SendAsync(request, either.Token).ConfigureAwait(false);
            return ServiceAnswer.Of(
                transport, context.Note(await ProbeAnswer.ReadAsync(response, context.TimeProvider, either.Token).ConfigureAwait(false)));
        }
#pragma warning disable CA1031 // Whatever keeps the answer away is what is to be told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            cancellationToken.ThrowIfCancellationRequested();
            var text = timeout.IsCancellationRequested
                ? FormattableString.Invariant($"no answer within {limit.TotalSeconds:0.###} s") : FailureText.OneLineOf(e);
            return new ServiceAnswer(transport, ProtocolSupport.Unclear, Code: null, text);
        }
    }
}
