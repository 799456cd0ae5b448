using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Http;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>One request for a token and its answer. Thread-safe.</summary>
internal sealed class TokenEndpoint(
    HttpMessageInvoker http, Uri address, string clientId, ErrorTranslator errors, TimeProvider timeProvider)
{
    private const int MaxAnswerBytes = 64 * 1024;

    // A nullable time is too wide to be written in one go.
    private const long Unknown = long.MinValue;

    private long _clockSkewTicks = Unknown;

    /// <summary>
    /// How far this machine's clock is ahead of the endpoint's, by the <c>Date</c> of its last answer, to the second; null where it gave
    /// none.
    /// </summary>
    public TimeSpan? ClockSkew => Interlocked.Read(ref _clockSkewTicks) is var ticks and not Unknown ? TimeSpan.FromTicks(ticks) : null;

    public async Task<TokenGrant> SendAsync(string secret, OperationContext operation, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new ByteArrayContent("""{"grant_type":"client_credentials"}"""u8.ToArray());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        HttpMetadata.CopyTo(request.Headers, metadata: null);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{secret}")));

        var askedAt = timeProvider.GetUtcNow();
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        Interlocked.Exchange(ref _clockSkewTicks, response.Headers.Date is { } date ? (timeProvider.GetUtcNow() - date).Ticks : Unknown);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw await RefusalAsync(response, operation, cancellationToken).ConfigureAwait(false);
        }

        var (body, more) = await BoundedBody.ReadAsync(response.Content, MaxAnswerBytes, cancellationToken).ConfigureAwait(false);
        if (more)
        {
            throw Unusable($"it is longer than {MaxAnswerBytes} bytes", operation);
        }

        return TokenAnswerReader.TryRead(body, askedAt, out var grant, out var fault) ? grant : throw Unusable(fault, operation);
    }

    private static StatusCode CodeOf(HttpStatusCode status) => (int)status switch
    {
        400 or 401 or 403 => StatusCode.Unauthenticated,
        429 => StatusCode.ResourceExhausted,
        408 or >= 500 => StatusCode.Unavailable,
        _ => StatusCode.FailedPrecondition,
    };

    private VoiceCallSessionException Unusable(string fault, OperationContext operation) =>
        errors.FromStatus(new RpcStatus
        {
            Code = (int)StatusCode.Internal,
            Message = $"the token endpoint's response is invalid: {fault}"
        }, operation, sequenceId: null);

    private async Task<VoiceCallSessionException> RefusalAsync(
        HttpResponseMessage response, OperationContext operation, CancellationToken cancellationToken)
    {
        var code = CodeOf(response.StatusCode);
        var message = $"the token endpoint answered HTTP {(int)response.StatusCode}";
        if (code == StatusCode.Unauthenticated)
        {
            var body = await BoundedBody.ReadErrorAsync(response.Content, timeProvider, cancellationToken).ConfigureAwait(false);
            var error = TokenAnswerReader.ReadError(body) is { } known ? $" ({known})" : string.Empty;
            message = $"{message}{error}{ClockSkewText.Suffix(ClockSkew)}";
        }
        else if ((int)response.StatusCode is >= 300 and < 400)
        {
            message = $"{message}, a redirect, which is not followed because the secret would be sent with it";
        }

        var trailers = new Metadata();
        if (response.Headers.NonValidated.TryGetValues(ServerDelay.RetryAfterHeader, out var wait))
        {
            trailers.Add(ServerDelay.RetryAfterHeader, wait.ToString());
        }

        return errors.FromStatus(new RpcStatus { Code = (int)code, Message = message }, operation, sequenceId: null, trailers);
    }
}
