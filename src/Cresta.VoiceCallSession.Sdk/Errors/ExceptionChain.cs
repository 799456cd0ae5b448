using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>What a transport's failure comes from, outermost first.</summary>
internal static class ExceptionChain
{
    /// <summary>The failure and all within it; of one that gRPC reports, what it was made of.</summary>
    public static IEnumerable<Exception> Of(Exception? failure)
    {
        for (var e = failure is RpcException rpc ? rpc.Status.DebugException : failure; e is not null; e = e.InnerException)
        {
            yield return e;
        }
    }
}
