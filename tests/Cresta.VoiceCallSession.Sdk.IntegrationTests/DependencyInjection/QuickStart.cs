using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

/// <summary>The README's quick start for an application with a host, word for word.</summary>
internal static class QuickStart
{
    public static async Task RunAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddVoiceCallSessionClient();
        builder.Services.AddHealthChecks().AddVoiceCallSessionClientCheck();
        builder.Services.AddHostedService<PhoneBridge>();
        await builder.Build().RunAsync();
    }
}
