using Cresta.VoiceCallSession.Sdk.Transport.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>
/// The handlers that an application has registered for a client. Unlike those of HttpClient's factory they live as long as the client
/// wants, because calls do.
/// </summary>
internal sealed class HandlerPipeline(IServiceProvider services, string httpName) : IHandlerPipeline
{
    public HandlerChain Over(SocketsHttpHandler primary)
    {
        // What a handler is made from may be scoped; it lasts as long as the handlers.
        var scope = services.CreateScope();
        try
        {
            var builder = CreateBuilder(scope.ServiceProvider, primary);
            if (ReferenceEquals(builder.PrimaryHandler, primary))
            {
                // A redirect could carry the credential to another host.
                primary.AllowAutoRedirect = false;
                return new HandlerChain(new ScopedHandler(builder.Build(), scope), primary);
            }

            primary.Dispose();
            builder.PrimaryHandler = new SharedHandler(builder.PrimaryHandler);
            return new HandlerChain(new ScopedHandler(builder.Build(), scope), Primary: null);
        }
        catch
        {
            primary.Dispose();
            scope.Dispose();
            throw;
        }
    }

    private HttpMessageHandlerBuilder CreateBuilder(IServiceProvider scoped, SocketsHttpHandler primary)
    {
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
        return builder;
    }
}
