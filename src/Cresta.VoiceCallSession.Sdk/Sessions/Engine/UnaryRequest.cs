using Cresta.VoiceCallSession.Sdk.Errors;
using Grpc.Core;
using Polly;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>One request and its answer, retried by the pipeline.</summary>
internal static class UnaryRequest
{
    public static async Task<TResponse> SendAsync<TRequest, TResponse>(
        CallContext context, ResiliencePipeline pipeline, Method<TRequest, TResponse> method, string name, TRequest request, CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class
    {
        var operation = new Operation(name, context.TimeProvider);
        try
        {
            return await pipeline.ExecuteAsync(
                async token =>
                {
                    operation.Attempts++;
                    while (true)
                    {
                        var invoker = context.Transport.Invoker;
                        try
                        {
                            var headers = await context.CreateHeadersAsync(token).ConfigureAwait(false);
                            using var call = invoker.AsyncUnaryCall(method, host: null, new CallOptions(headers, cancellationToken: token), request);
                            return await call.ResponseAsync.ConfigureAwait(false);
                        }
                        catch (Exception e) when (e is not MessageValidationException)
                        {
                            token.ThrowIfCancellationRequested();
                            if (!context.Transport.TrySwitch(invoker, e))
                            {
                                throw context.Errors.Translate(e, operation);
                            }
                        }
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not MessageValidationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw context.Errors.Translate(e, operation);
        }
    }
}
