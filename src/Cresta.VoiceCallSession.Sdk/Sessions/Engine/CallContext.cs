using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Transport;
using Grpc.Core;
using Polly;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>What all calls of one client share.</summary>
internal sealed record CallContext(
    VoiceCallSessionClientOptions Options,
    ServiceTransport Transport,
    ServiceMethods Methods,
    ErrorTranslator Errors,
    ResiliencePipeline OpenPipeline)
{
    public TimeProvider TimeProvider => Options.TimeProvider;

    /// <summary>The request headers of one request or stream, with the credential as it is now.</summary>
    public async Task<Metadata> CreateHeadersAsync(CancellationToken cancellationToken)
    {
        var headers = new Metadata();
        if (await Options.Credential.GetAuthorizationAsync(cancellationToken).ConfigureAwait(false) is { } authorization)
        {
            headers.Add("authorization", authorization);
        }

        return headers;
    }
}
