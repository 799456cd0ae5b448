using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Sessions.Context;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>Opens a call's streams, one after the other, and keeps a record of each attempt.</summary>
internal sealed class StreamOpener<TResponse>(
    CallServices work, Method<OutboundMessage, TResponse> method, OutboundMessage configuration, Action<StreamAttempt<TResponse>,
        TResponse> onResponse)
    where TResponse : class
{
    /// <summary>
    /// How often a stream that the server has refused unread is opened anew within one attempt. HttpClient knows the server's limit by then
    /// and waits for room, or connects again.
    /// </summary>
    private const int MaxRefusals = 10;

    private readonly TimeSpan _limit = work.Context.Options.OpenConfirmationTimeout + work.Context.Options.OpenAttemptTimeout;

    public AttemptRecords Records { get; } = new();

    /// <summary>
    /// Opens a stream over the transport of the moment, or over the one that takes its place while it is opening; once more, with another
    /// token, where the server rejects the one that it was given. Throws the translated failure.
    /// </summary>
    public async Task<StreamAttempt<TResponse>> OpenAsync(
        OperationContext operation, AttemptCause cause, CancellationToken cancellationToken)
    {
        var context = work.Context;
        operation.Attempts++;
        var record = Records.Add(cause, context.TimeProvider.GetUtcNow());
        using var scope = work.Telemetry.BeginScope(record.Number);
        var authorized = new AuthorizedCall(context);
        var refusals = 0;
        while (true)
        {
            string? authorization = null;
            StreamAttempt<TResponse>? attempt = null;
            try
            {
                authorization = await context.AuthorizeAsync(cancellationToken).ConfigureAwait(false);
                attempt = new StreamAttempt<TResponse>(work, method, authorization, record, onResponse);
                await OpenInTimeAsync(attempt, cancellationToken).ConfigureAwait(false);
                return attempt;
            }
            catch (Exception e)
            {
                using var given = attempt;
                if (cancellationToken.IsCancellationRequested)
                {
                    attempt?.Finish(StatusCode.Cancelled);
                    record.End(context, failure: null, "cancelled while it was being opened");
                    cancellationToken.ThrowIfCancellationRequested();
                }

                // Nothing was processed (RFC 9113, section 8.7), so this costs neither an attempt nor a wait.
                if (attempt is not null && StreamRefusedException.IsCauseOf(e) && refusals++ < MaxRefusals)
                {
                    attempt.Finish(StatusCode.Unavailable);
                    continue;
                }

                var action = authorized.OnFailed(e, attempt?.Invoker, authorization, operation, out var failure);
                attempt?.Finish(failure?.StatusCode ?? StatusCode.Unimplemented);
                if (action != AuthorizedCallAction.Fail)
                {
                    if (action == AuthorizedCallAction.RepeatWithNewToken)
                    {
                        work.Telemetry.OnTokenRefused(record.Number);
                    }

                    continue;
                }

                if (attempt is not null && MayBeInstances(attempt, failure!, e))
                {
                    context.Transport.RenewConnections(attempt.ConnectionGeneration);
                }

                record.End(context, failure, "");
                throw failure!;
            }
        }
    }

    private async Task OpenInTimeAsync(StreamAttempt<TResponse> attempt, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_limit, work.Context.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Exception late;
        try
        {
            await attempt.OpenAsync(configuration, work.Context.Options.OpenConfirmationTimeout, either.Token).ConfigureAwait(false);
            return;
        }
        catch (Exception e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            late = e;
        }

        throw new CallErrorException(
            StatusCode.Unavailable, FormattableString.Invariant($"the stream did not open within {_limit.TotalSeconds:0.###} s"), late);
    }

    /// <summary>
    /// Whether another instance behind the endpoint might have opened the stream. One that refused it for the number of its streams is not
    /// at fault.
    /// </summary>
    private static bool MayBeInstances(StreamAttempt<TResponse> attempt, VoiceCallSessionException failure, Exception cause) =>
        InstanceFaults.IsPossible(failure) && !StreamRefusedException.IsCauseOf(cause)
            && (failure.Origin != FailureOrigin.Network || attempt.IsOnConnection);
}
