using Microsoft.Extensions.Hosting;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

internal sealed class PhoneBridge(VoiceCallSessionClient client) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping) =>
        await client.OpenCallSessionAsync(client.NewStreamingConfig().WithMulawAudio(8000).WithPlatformCallId("call-1").Build(), stopping);
}
