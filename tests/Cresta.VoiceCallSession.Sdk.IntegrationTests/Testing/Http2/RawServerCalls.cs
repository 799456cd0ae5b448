using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>What tests of the SDK's client against a raw server share.</summary>
internal static class RawServerCalls
{
    public static VoiceCallSessionClient Client(RawHttp2Server server, VoiceCallSessionTransport transport)
    {
        var options = new VoiceCallSessionClientOptions
        {
            Endpoint = server.Endpoint,
            Transport = transport,
            OpenConfirmationTimeout = CallRig.Confirmation,
        };
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        if (server.Certificate is { } certificate)
        {
            options.Http.ConfigureHandler = handler => handler.SslOptions.RemoteCertificateValidationCallback =
                (_, given, _, _) => given?.GetCertHashString() == certificate.GetCertHashString();
        }

        return new VoiceCallSessionClient(options);
    }

    /// <summary>A call of two parties, from its start to its end.</summary>
    public static async Task<CallReport> CallAsync(VoiceCallSessionClient client, ReadOnlyMemory<byte> agent, ReadOnlyMemory<byte> visitor)
    {
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration()).Guarded();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build()).AsTask().Guarded();
        for (var at = 0; at < agent.Length; at += 160)
        {
            await session.SendAudioAsync(agent.Slice(at, 160), CallRig.Agent).AsTask().Guarded();
            await session.SendAudioAsync(visitor.Slice(at, 160), CallRig.Visitor).AsTask().Guarded();
        }

        return await session.EndCallAsync().Guarded();
    }
}
