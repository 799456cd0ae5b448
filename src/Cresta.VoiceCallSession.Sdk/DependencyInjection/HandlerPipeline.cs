using Cresta.VoiceCallSession.Sdk.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>
/// The handlers that an application has configured for a client by name, made as the HTTP client factory would make them, but not by it: its handlers are shared, and
/// replaced by the clock, while these belong to one client and last as long as its calls.
/// </summary>
internal sealed class HandlerPipeline(IServiceProvider services, string httpName) : IHandlerPipeline
{
    // What a handler is made from may be scoped; it lasts as long as the handlers.
    private readonly IServiceScope _scope = services.CreateScope();

    public HttpMessageHandler Over(SocketsHttpHandler primary)
    {
        var scoped = _scope.ServiceProvider;
        var builder = scoped.GetRequiredService<HttpMessageHandlerBuilder>();
        builder.Name = httpName;
        builder.PrimaryHandler = primary;
        var actions = scoped.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(httpName).HttpMessageHandlerBuilderActions;
        Action<HttpMessageHandlerBuilder> configure = b =>
        {
            foreach (var action in actions)
            {
                action(b);
            }
        };
        foreach (var filter in scoped.GetServices<IHttpMessageHandlerBuilderFilter>().Reverse())
        {
            configure = filter.Configure(configure);
        }

        configure(builder);
        if (!ReferenceEquals(builder.PrimaryHandler, primary))
        {
            primary.Dispose();
        }

        ForbidRedirects(builder.PrimaryHandler);
        return builder.Build();
    }

    public void Dispose() => _scope.Dispose();

    // A redirect could carry the credential to another host.
    private static void ForbidRedirects(HttpMessageHandler handler)
    {
        switch (handler)
        {
            case SocketsHttpHandler sockets:
                sockets.AllowAutoRedirect = false;
                break;
            case HttpClientHandler client:
                client.AllowAutoRedirect = false;
                break;
            case DelegatingHandler { InnerHandler: { } inner }:
                ForbidRedirects(inner);
                break;
            default:
                break;
        }
    }
}
