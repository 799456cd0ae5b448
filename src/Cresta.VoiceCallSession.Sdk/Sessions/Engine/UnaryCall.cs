using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Resilience;
using Cresta.VoiceCallSession.Sdk.Sessions.Attempts;
using Cresta.VoiceCallSession.Sdk.Sessions.Context;
using Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;
using Cresta.VoiceCallSession.Sdk.Telemetry;
using Grpc.Core;
using Polly;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>One request and its answer, retried by the pipeline.</summary>
internal static class UnaryCall
{
    public static async Task<TResponse> SendAsync<TRequest, TResponse>(
        ClientServices context, ResiliencePipeline pipeline, Method<TRequest, TResponse> method, string name, TRequest request,
            CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class
    {
        var operation = new OperationContext(name, context.TimeProvider);
        var activity = AttemptActivity.StartRequest(method, context);
        try
        {
            var answer = await pipeline.ExecuteAsync(
                async token =>
                {
                    if (operation.Attempts++ > 0)
                    {
                        Instruments.Retries.Record(1, context.ServerTags, new("operation", method.Name));
                        activity?.AddEvent(
                            new ActivityEvent("retry", context.TimeProvider.GetUtcNow(), new() { ["attempt"] = operation.Attempts }));
                        await context.RetryGate.EnterAsync(RetryLane.Request, token).ConfigureAwait(false);
                    }

                    return await TryAsync(context, method, operation, request, activity, token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            AttemptActivity.End(activity, StatusCode.OK, context.ServerTags);
            return answer;
        }
        catch (Exception e) when (e is not MessageValidationException)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                AttemptActivity.End(activity, StatusCode.Cancelled, context.ServerTags);
                cancellationToken.ThrowIfCancellationRequested();
            }

            var failure = context.Translate(e, operation);
            AttemptActivity.End(activity, failure.StatusCode, context.ServerTags);
            throw failure;
        }
    }

    /// <summary>One attempt: over the transport that takes another's place, or with another token, it is still the same one.</summary>
    private static async Task<TResponse> TryAsync<TRequest, TResponse>(
        ClientServices context, Method<TRequest, TResponse> method, OperationContext operation, TRequest request, Activity? activity,
            CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class
    {
        var refreshed = false;
        while (true)
        {
            var (invoker, generation) = (context.Transport.Invoker, context.Transport.ConnectionGeneration);
            string? authorization = null;
            IDisposable? redacted = null;
            try
            {
                authorization = await context.AuthorizeAsync(cancellationToken).ConfigureAwait(false);
                redacted = context.Errors.Redaction.Use(authorization);
                var headers = ClientServices.HeadersOf(authorization);
                AttemptActivity.Inject(activity, headers, context.ServerTags);
                var options = new CallOptions(headers, cancellationToken: cancellationToken);
                using var call = invoker.AsyncUnaryCall(method, host: null, options, request);
                return await call.ResponseAsync.ConfigureAwait(false);
            }
            catch (Exception e) when (e is not MessageValidationException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (context.Transport.TrySwitch(invoker, e))
                {
                    AttemptActivity.OnSwitched(activity, context);
                    continue;
                }

                var failure = context.Translate(e, operation);
                if (failure is not { StatusCode: StatusCode.Unauthenticated,
                    Origin: not FailureOrigin.Credential } || refreshed || !context.TryRefresh(authorization))
                {
                    context.OnFailed(failure, RetryLane.Request);
                    if (InstanceFaults.IsPossible(failure))
                    {
                        context.Transport.RenewConnections(generation);
                    }

                    throw failure;
                }

                activity?.AddEvent(new ActivityEvent("token refused", context.TimeProvider.GetUtcNow()));
                refreshed = true;
            }
            finally
            {
                redacted?.Dispose();
            }
        }
    }
}
