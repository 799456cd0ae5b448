using System.Net;
using Cresta.VoiceCallSession.Sdk.Tests.Audio;

namespace Cresta.VoiceCallSession.Sdk.Tests.Transport.Rest;

/// <summary>An answer whose body comes in pieces of given sizes. Everything above it is the client's own.</summary>
internal sealed class AnswerBody(HttpStatusCode status, byte[] body, int[] pieces, int? failingRead = null) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(
        new HttpResponseMessage(status) { Content = new StreamContent(new PipeLikeStream(body, pieces) { FailingRead = failingRead }) });
}
