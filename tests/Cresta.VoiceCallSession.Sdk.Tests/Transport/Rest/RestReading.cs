using System.Net;
using Cresta.VoiceCallSession.Sdk.Transport;
using Cresta.VoiceCallSession.Sdk.Transport.Rest;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.Tests.Transport.Rest;

/// <summary>Reads given bytes as the answer to a stream or to a single request.</summary>
internal static class RestReading
{
    public const int MaxLineBytes = 1024;

    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(30);
    private static readonly ServiceMethods Methods = new("any.Service");

    public static async Task<(List<StreamCallSessionResponse> Answers, RpcException? End)> ReadStreamAsync(
        byte[] body, int[]? pieces = null, HttpStatusCode status = HttpStatusCode.OK, int? failingRead = null)
    {
        using var http = new HttpMessageInvoker(new AnswerBody(status, body, pieces ?? [], failingRead));
        using var call = Invoker(http).AsyncDuplexStreamingCall(Methods.StreamCallSession, null, default);
        var answers = new List<StreamCallSessionResponse>();
        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Watchdog))
            {
                answers.Add(call.ResponseStream.Current);
            }
        }
        catch (RpcException e)
        {
            Assert.Equal(e.StatusCode, call.GetStatus().StatusCode);
            return (answers, e);
        }

        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        return (answers, null);
    }

    public static async Task<RpcException?> ReadUnaryAsync(
        byte[] body, int[]? pieces = null, HttpStatusCode status = HttpStatusCode.OK, int? failingRead = null)
    {
        using var http = new HttpMessageInvoker(new AnswerBody(status, body, pieces ?? [], failingRead));
        using var call = Invoker(http).AsyncUnaryCall(
            Methods.ProcessSessionEvent, null, default, new ProcessSessionEventRequest { Profile = "p" });
        try
        {
            await call.ResponseAsync.WaitAsync(Watchdog);
            return null;
        }
        catch (RpcException e)
        {
            return e;
        }
    }

    private static RestCallInvoker Invoker(HttpMessageInvoker http) =>
        new(http, new RestSettings(
            new Uri("http://127.0.0.1"), MaxLineBytes, HoldEventNaming.Hold, TimeProvider.System), NullLogger.Instance);
}
