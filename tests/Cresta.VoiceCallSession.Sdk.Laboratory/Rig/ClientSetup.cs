using Cresta.VoiceCallSession.Sdk.IntegrationTests;

namespace Cresta.VoiceCallSession.Sdk.Laboratory.Rig;

/// <summary>Options of clients that reconnect quickly, so that an outage of seconds takes seconds.</summary>
internal static class ClientSetup
{
    public static VoiceCallSessionClientOptions Create(Uri endpoint, VoiceCallSessionTransport transport)
    {
        var options = new VoiceCallSessionClientOptions
        {
            Endpoint = endpoint,
            Transport = transport,
            OpenConfirmationTimeout = CallRig.Confirmation,
        };
        options.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(50);
        options.Reconnect.MaxDelay = TimeSpan.FromMilliseconds(500);
        return options;
    }
}
