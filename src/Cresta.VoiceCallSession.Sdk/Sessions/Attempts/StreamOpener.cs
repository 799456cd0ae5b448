using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>Opens a call's streams, one after the other, and keeps a record of each attempt.</summary>
internal sealed class StreamOpener<TResponse>(
    StreamWork work, Method<OutboundMessage, TResponse> method, OutboundMessage configuration, Action<StreamAttempt<TResponse>, TResponse> onResponse)
    where TResponse : class
{
    public AttemptRecords Records { get; } = new();

    /// <summary>
    /// Opens a stream over the transport of the moment, or over the one that takes its place while it is opening; once more, with another token, where the
    /// server refuses the one that it was given. Throws the translated failure.
    /// </summary>
    public async Task<StreamAttempt<TResponse>> OpenAsync(Operation operation, AttemptCause cause, CancellationToken cancellationToken)
    {
        var context = work.Context;
        operation.Attempts++;
        var record = Records.Add(cause, context.TimeProvider.GetUtcNow());
        using var scope = work.Telemetry.BeginScope(record.Number);
        var refreshed = false;
        while (true)
        {
            string? authorization = null;
            StreamAttempt<TResponse>? attempt = null;
            try
            {
                authorization = await context.AuthorizeAsync(cancellationToken).ConfigureAwait(false);
                attempt = new StreamAttempt<TResponse>(work, method, authorization, record, onResponse);
                await attempt.OpenAsync(configuration, context.Options.OpenConfirmationTimeout, cancellationToken).ConfigureAwait(false);
                return attempt;
            }
            catch (Exception e)
            {
                using var given = attempt;
                if (cancellationToken.IsCancellationRequested)
                {
                    attempt?.Finish(StatusCode.Cancelled);
                    record.End(context, failure: null, "given up while it was being opened");
                    throw new OperationCanceledException(e.Message, e, cancellationToken);
                }

                if (attempt is not null && context.Transport.TrySwitch(attempt.Invoker, e))
                {
                    attempt.Finish(StatusCode.Unimplemented);
                    continue;
                }

                var failure = context.Translate(e, operation);
                attempt?.Finish(failure.StatusCode);
                if (failure.StatusCode == StatusCode.Unauthenticated && !refreshed && context.TryRefresh(authorization))
                {
                    refreshed = true;
                    work.Telemetry.OnTokenRefused(record.Number);
                    continue;
                }

                record.End(context, failure, "");
                throw failure;
            }
        }
    }
}
