using Cresta.VoiceCallSession.Sdk.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Resilience;
using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Transport;
using Cresta.VoiceCallSession.Sdk.Transport.Http2;
using Grpc.Core;
using Polly;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>What all calls of one client share.</summary>
internal sealed record CallContext(
    VoiceCallSessionClientOptions Options,
    ServiceTransport Transport,
    ServiceMethods Methods,
    ErrorTranslator Errors,
    ResiliencePipeline OpenPipeline,
    ResiliencePipeline ReconnectPipeline,
    RetryGate RetryGate)
{
    public ServerHabits Server { get; } = new();

    /// <summary>What spans and measurements say of the server.</summary>
    public ServerTags ServerTags { get; } = new(Options.Endpoint!);

    public TimeProvider TimeProvider => Options.TimeProvider;

    /// <summary>The value of the <c>authorization</c> header as it is now, or null for none.</summary>
    public async ValueTask<string?> AuthorizeAsync(CancellationToken cancellationToken)
    {
        var authorization = await Options.Credential.GetAuthorizationAsync(cancellationToken).ConfigureAwait(false);
        if (authorization is not null)
        {
            Errors.Redaction.AddAuthorization(authorization);
        }

        return authorization;
    }

    public static Metadata HeadersOf(string? authorization) => authorization is null ? [] : new Metadata { { "authorization", authorization } };

    public static Metadata HeadersOf(string? authorization, string requestId)
    {
        var headers = HeadersOf(authorization);
        headers.Add(ConnectionWatch.Header, requestId);
        return headers;
    }

    /// <summary>
    /// Whether a request that was refused for its credential may be tried once more, because the credential can come up with another value.
    /// </summary>
    public bool TryRefresh(string? refusedAuthorization)
    {
        if (refusedAuthorization is null || !Options.Credential.CanRefresh)
        {
            return false;
        }

        Options.Credential.Invalidate(refusedAuthorization);
        return true;
    }

    /// <summary>Translates a failure, and lets all calls heed a server that is overloaded.</summary>
    public VoiceCallSessionException Translate(Exception failure, Operation operation)
    {
        var translated = Errors.Translate(failure, operation);
        if (translated.RetryAfter is { } asked && failure is not VoiceCallSessionException)
        {
            Instruments.PushedBackWaits.Record(asked.TotalSeconds, ServerTags);
        }

        if (translated is { StatusCode: StatusCode.ResourceExhausted, IsTransient: true, RetryAfter: { } delay })
        {
            RetryGate.CloseFor(delay);
        }

        return translated;
    }
}
