namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

/// <summary>Sends requests to another host than the one that they are addressed to, and keeps the address.</summary>
internal sealed class DivertingHandler(Uri target, ICollection<Uri> addressed) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        addressed.Add(request.RequestUri!);
        request.RequestUri = new Uri(target, request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
