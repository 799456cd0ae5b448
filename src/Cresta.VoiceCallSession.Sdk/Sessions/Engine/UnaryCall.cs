using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Resilience;
using Cresta.VoiceCallSession.Sdk.Sessions.Attempts;
using Cresta.VoiceCallSession.Sdk.Sessions.Context;
using Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;
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
            var answer = await context.NewRunner(method.Name, RetryLane.Request).RunAsync(
                pipeline, token =>
                    AttemptAsync(context, method, operation, request, activity, token), cancellationToken).ConfigureAwait(false);
            AttemptActivity.End(activity, StatusCode.OK, context.Metrics);
            return answer;
        }
        catch (Exception e) when (e is not MessageValidationException)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                AttemptActivity.End(activity, StatusCode.Cancelled, context.Metrics);
                cancellationToken.ThrowIfCancellationRequested();
            }

            var failure = context.Translate(e, operation);
            AttemptActivity.End(activity, failure.StatusCode, context.Metrics);
            throw failure;
        }
    }

    private static async Task<TResponse> AttemptAsync<TRequest, TResponse>(
        ClientServices context, Method<TRequest, TResponse> method, OperationContext operation, TRequest request, Activity? activity,
        CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class
    {
        if (operation.Attempts++ > 0)
        {
            activity?.AddEvent(new ActivityEvent("retry", context.TimeProvider.GetUtcNow(), new() { ["attempt"] = operation.Attempts }));
        }

        var authorized = new AuthorizedCall(context);
        while (true)
        {
            var (invoker, generation) = (context.Transport.Invoker, context.Transport.ConnectionGeneration);
            string? authorization = null;
            IDisposable? redacted = null;
            try
            {
                authorization = await context.AuthorizeAsync(cancellationToken).ConfigureAwait(false);
                redacted = context.Errors.Redaction.Use(authorization);
                return await SendOnceAsync(context, method, invoker, authorization, request, activity, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception e) when (e is not MessageValidationException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                switch (authorized.OnFailed(e, invoker, authorization, operation, out var failure))
                {
                    case AuthorizedCallAction.RepeatOverOtherTransport:
                        AttemptActivity.OnSwitched(activity, context);
                        break;
                    case AuthorizedCallAction.RepeatWithNewToken:
                        activity?.AddEvent(new ActivityEvent("token refused", context.TimeProvider.GetUtcNow()));
                        break;
                    default:
                        if (InstanceFaults.IsPossible(failure!))
                        {
                            context.Transport.RenewConnections(generation);
                        }

                        throw failure!;
                }
            }
            finally
            {
                redacted?.Dispose();
            }
        }
    }

    private static async Task<TResponse> SendOnceAsync<TRequest, TResponse>(
        ClientServices context, Method<TRequest, TResponse> method, CallInvoker invoker, string? authorization, TRequest request,
        Activity? activity, CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class
    {
        var headers = ClientServices.HeadersOf(authorization);
        AttemptActivity.Inject(activity, headers, context.Metrics);
        using var call = invoker.AsyncUnaryCall(method, host: null, new CallOptions(headers, cancellationToken: cancellationToken),
            request);
        return await call.ResponseAsync.ConfigureAwait(false);
    }
}
