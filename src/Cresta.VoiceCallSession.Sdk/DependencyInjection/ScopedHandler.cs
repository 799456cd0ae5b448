using Microsoft.Extensions.DependencyInjection;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>Handlers together with the scope that their parts come from; the scope ends with them.</summary>
internal sealed class ScopedHandler(HttpMessageHandler inner, IServiceScope scope) : DelegatingHandler(inner)
{
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            scope.Dispose();
        }
    }
}
