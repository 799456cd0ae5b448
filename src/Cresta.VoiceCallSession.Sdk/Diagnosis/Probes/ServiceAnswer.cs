using System.Net;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Http;
using Cresta.VoiceCallSession.Sdk.Transport.Rest;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>What the answer to a probe of the service means.</summary>
/// <param name="Transport">How it was asked: gRPC or REST.</param>
/// <param name="ProtocolSupport"></param>
/// <param name="Code">The service's status, or the one that an answer in its place stands for; null where there is none.</param>
/// <param name="Text">What was seen.</param>
internal sealed record ServiceAnswer(VoiceCallSessionTransport Transport, ProtocolSupport ProtocolSupport, StatusCode? Code, string Text)
{
    private const int LongestText = 300;

    /// <summary>Whether the service, or what stands before it, does not let the caller in.</summary>
    public bool IsRefusedCredential => Code is StatusCode.Unauthenticated or StatusCode.PermissionDenied;

    /// <summary>Whether the service is there, but not well.</summary>
    public bool IsServerError =>
        Code is StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.DeadlineExceeded or StatusCode.Aborted;

    public static ServiceAnswer Of(VoiceCallSessionTransport transport, ProbeAnswer answer) =>
        transport == VoiceCallSessionTransport.Grpc ? OfGrpc(answer) : OfRest(answer);

    private static ServiceAnswer OfGrpc(ProbeAnswer answer)
    {
        if (!answer.IsGrpc)
        {
            return InsteadOfService(VoiceCallSessionTransport.Grpc, answer);
        }

        var code = answer.GrpcCode ?? StatusCode.Unknown;
        var support = code == StatusCode.Unimplemented ? ProtocolSupport.Unsupported : ProtocolSupport.Supported;
        return new ServiceAnswer(VoiceCallSessionTransport.Grpc, support, code, Describe(code, answer.GrpcMessage));
    }

    private static ServiceAnswer OfRest(ProbeAnswer answer)
    {
        if (answer.IsHtml || (int)answer.HttpStatus is 404 or 405 or 415 or 501 || !(
            answer.IsJson || answer.HttpStatus == HttpStatusCode.OK))
        {
            return InsteadOfService(VoiceCallSessionTransport.Rest, answer);
        }

        var status = HttpFailure.ReadStatus(answer.HttpStatus, answer.MediaType, answer.Location, answer.Body);
        var code = answer.HttpStatus == HttpStatusCode.OK ? StatusCode.OK : (StatusCode)status.Code;
        return new ServiceAnswer(
            VoiceCallSessionTransport.Rest, ProtocolSupport.Supported, code, code == StatusCode.OK ? "HTTP 200"
                : Describe(code, status.Message));
    }

    /// <summary>An answer that is not the service's.</summary>
    private static ServiceAnswer InsteadOfService(VoiceCallSessionTransport transport, ProbeAnswer answer)
    {
        var status = (int)answer.HttpStatus;
        var kind = answer.IsHtml ? "an HTML page" : answer.MediaType is { } type ? $"content type {type}" : "no content type";
        var text = answer.IsGatewayFailure ? $"a gateway answers HTTP {status} with {kind} instead of the service"
            : status is >= 300 and < 400
                ? $"HTTP {status}, a redirect, which is not followed, because it could carry the credential to another host"
            : $"HTTP {status} with {kind}";
        return HttpStatusMapping.MayBeProxys(answer.HttpStatus)
            ? new ServiceAnswer(transport, ProtocolSupport.Unclear, HttpStatusMapping.ToGrpc(answer.HttpStatus), text)
            : new ServiceAnswer(transport, ProtocolSupport.Unsupported, Code: null, text);
    }

    private static string Describe(StatusCode code, string message)
    {
        var printable = HttpFailure.Printable(message);
        var text = printable.Length > LongestText ? $"{printable[..LongestText]}…" : printable;
        return text.Length == 0 ? StatusNames.Of(code) : $"{StatusNames.Of(code)}, {text}";
    }
}
